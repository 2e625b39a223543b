"""What the board's pages show, one module a page; `reading` reads a round once for all parts of its board."""
