"""What the pages of step 3 show: lists of requests, one request in full, its files."""
