"""What the self-assessment shows: the instrument, the year's evidence for each indicator, the pages."""
