"""What the pages of the set-up show, one family a file."""
