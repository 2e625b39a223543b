"""The doors of step 3: lists, one request, its papers, and what the office does for an agency."""
