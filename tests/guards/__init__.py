"""Guards over the whole: what must hold for every file, address and setting."""
