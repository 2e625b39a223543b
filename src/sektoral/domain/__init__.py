"""Rules: pure Python, no framework, no file formats, no network, no clock."""
