"""The doors of the bank, one family of pages a file."""
