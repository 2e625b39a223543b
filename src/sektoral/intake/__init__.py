"""Intake: keep an uploaded file, receipt it, and have the sandbox read it."""
