"""What the pages of metadata show; one module a subject."""
