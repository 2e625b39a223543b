"""What pages and buttons of step 4 call: one page family a file."""
