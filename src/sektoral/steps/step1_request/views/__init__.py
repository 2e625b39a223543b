"""Doors of step 1: opening a round, preparing its letters, and the look at a workbook."""
