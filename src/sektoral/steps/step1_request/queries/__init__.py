"""What the pages of step 1 show: a round to be opened, and its preparation."""
