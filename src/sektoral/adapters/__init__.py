"""Outside tools, one module each: bytes and domain types go in and come out."""
