"""What is typed on the pages of metadata; one module a subject."""
