"""Figures in a file of a standard, as a plain table: what BPS or another office hands over, and what we wrote.

Reads JSON-stat 1 and 2, SDMX-CSV 1 and 2, SDMX-JSON up to 2.0, SDMX-ML 2.1 and 3.0 data. Foreign bytes are read in the
sandbox child or on a person's own machine, never in the web process. docs/exchange.md lists what is not read, and why.
"""
