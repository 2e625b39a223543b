"""What people do in step 4: one family of verbs a file."""
