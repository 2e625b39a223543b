"""Wiring: settings, addresses, the command line, and the one table of what follows from an event."""
