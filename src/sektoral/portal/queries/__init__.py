"""What the public pages show, one frozen dataclass a page."""
