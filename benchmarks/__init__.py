"""How fast and how exact the check is, beside what others use, on the same files in the same run: `make bench`."""
