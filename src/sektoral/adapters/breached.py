"""The published list of passwords that became known: `SHA1:COUNT` lines sorted by hash.

Of tens of gigabytes and never loaded: it is searched where it lies,
by halving: some 35 short reads for a file of a thousand million lines.
"""

import hashlib
import os
from pathlib import Path

DIGITS = 40
LONGEST_LINE = 80  # bytes: a hash, a colon, a count, a line end


class BreachedList:
    """A file in that format. Which way its lines end, and whether counts stand in them, does not matter."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def has(self, password: str) -> bool:
        """This will tell whether the password is on the list. Raises `OSError` where the file cannot be read."""
        wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
        with self._path.open("rb") as file:
            low, high = 0, os.fstat(file.fileno()).st_size
            while low < high:
                middle = (low + high) // 2
                start, line = _line_after(file.fileno(), middle)
                if not line or line >= wanted:
                    high = middle
                else:
                    low = start + 1
            return _line_after(file.fileno(), low)[1] == wanted


def looks_right(path: Path) -> bool:
    """This will tell whether the first line is one of such a list."""
    try:
        with path.open("rb") as file:
            first = file.read(DIGITS)
    except OSError:
        return False
    return len(first) == DIGITS and all(byte in b"0123456789ABCDEFabcdef" for byte in first)


def _line_after(file: int, offset: int) -> tuple[int, bytes]:
    """Where the first line that begins at `offset` or later begins, and its hash; empty at the end of the file."""
    begins = offset
    if offset:
        before = os.pread(file, LONGEST_LINE, offset - 1)
        ends = before.find(b"\n")
        if ends < 0:
            return offset, b""
        begins = offset + ends
    return begins, os.pread(file, DIGITS, begins).upper()
