"""Doors to metadata; one module a subject."""
