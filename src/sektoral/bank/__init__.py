"""The data bank: appending accepted figures, reading them as of any instant, and its pages."""
