"""The office is set up: its facts are read from shipped data or from a form, and stored with everything below it."""
