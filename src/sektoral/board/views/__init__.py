"""The board's doors."""
