"""A whole round, headless, through the same actions that the pages use, in a database of its own."""
