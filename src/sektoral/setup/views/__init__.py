"""Doors of the set-up, one family a file."""
