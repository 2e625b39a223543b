"""Text that XML can hold: signs that no XML document may contain are left out."""

import re

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text without control signs and without half of a surrogate pair (XML 1.0, production 2)."""
    return _FORBIDDEN.sub("", text)
