"""Doors of the letters: the two queues, the register, one letter and what may be done with it."""
