"""The check: what an agency sent, held against what it was asked for."""
