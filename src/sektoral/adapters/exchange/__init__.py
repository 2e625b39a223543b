"""A table of the bank as a file of a standard, and such a file read back: one module a format.

Writers take a `Cube` and give bytes in pieces; the same cube gives the same bytes. `formats.py` lists them.
"""
