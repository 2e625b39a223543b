"""What people do with metadata; one module a subject."""
