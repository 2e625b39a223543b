"""What step 5 reads: the figures that a report freezes, and what its pages show."""
