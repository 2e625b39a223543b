"""What the forms of the set-up take in, one family a file."""
