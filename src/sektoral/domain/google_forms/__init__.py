"""A Google Form that asks what an instrument asks, and the responses that it gives.

The questions carry codes, so that the export of the responses is read by identity and never by position.
"""
