"""The door for programs: HTTP under /api/v1/."""
