"""Keeping the installation: backups, restoring them, moving to PostgreSQL, upgrading.

What all of them rest on: a database that is worked on is marked as standing still (`records/schema.py`), and nothing
that is unfinished looks whole.
"""
