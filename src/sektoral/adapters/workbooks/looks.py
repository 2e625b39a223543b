"""The looks of an instrument's cells, named by what a cell is for, and made once per workbook."""

from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

Property = str | int | float | bool

INK, QUIET, LINE, STRONG = "#17211D", "#4B5852", "#C3CCC7", "#74827B"
GREEN, HEAD, TOTAL, BEFORE, EMPTY, GOLD = "#0A4539", "#E1EEEA", "#E6EBE8", "#F3F6F4", "#FFF3C4", "#D9B44A"
BAD, BAD_GROUND = "#A3182B", "#FBE7E8"
WAIT, WAIT_GROUND = "#7A4B00", "#FBEECB"
DONE, DONE_GROUND = "#176B3A", "#E1F2E6"
LINK = "#0B5C4B"
SERIF, SANS, MONO = "Palatino Linotype", "Calibri", "Consolas"

_BASE: Final[dict[str, Property]] = {"font_name": SANS, "font_size": 11, "font_color": INK, "valign": "vcenter"}
_UNDERLINED: Final[dict[str, Property]] = {"bottom": 1, "bottom_color": LINE}
_FRAMED: Final[dict[str, Property]] = {"locked": False, "border": 1, "border_color": STRONG}
_LOOKS: Final[dict[str, dict[str, Property]]] = {
    "plain": {},
    "bold": {"bold": True},
    "quiet": {"font_color": QUIET},
    "small": {"font_size": 9, "font_color": QUIET},
    "title": {"font_name": SERIF, "font_size": 15, "bold": True},
    "section": {"font_name": SERIF, "font_size": 12, "bold": True, "bottom": 2, "bottom_color": INK},
    "mast": {"font_name": SERIF, "font_size": 18, "bold": True, "font_color": "#FFFFFF", "bg_color": GREEN},
    "mast2": {"font_color": "#FFFFFF", "bg_color": GREEN},
    "link": {"font_color": LINK, "underline": 1},
    "head": {"bold": True, "bg_color": HEAD, "text_wrap": True, "align": "right", "valign": "bottom"},
    "number": {"font_size": 8, "font_color": QUIET, "bg_color": HEAD, "align": "right", "bottom": 2},
    "stub": _UNDERLINED,
    "code": {"font_color": QUIET, **_UNDERLINED},
    "tag": {"font_color": QUIET},
    "input": {**_FRAMED, "align": "right"},
    "choice": {**_FRAMED, "shrink": True, "font_size": 10},
    "words": {**_FRAMED, "text_wrap": True, "font_size": 10},
    "total": {"bold": True, "bg_color": TOTAL, "align": "right", **_UNDERLINED},
    "before": {"italic": True, "font_color": QUIET, "bg_color": BEFORE, "align": "right", **_UNDERLINED},
    "change": {"font_color": QUIET, "align": "right", "num_format": "+0.0%;-0.0%;0.0%", **_UNDERLINED},
    "check": {"bold": True, "align": "right", "font_size": 10},
    "state": {"bold": True, "indent": 1, **_UNDERLINED},
}


class Looks:
    """The formats of one workbook: `looks("head", align="left")` is the head's look with one change."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Format] = {}

    def __call__(self, look: str, **change: Property) -> Format:
        """Make or find a look of the table above."""
        key = (look, *sorted(change.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**_BASE, **_LOOKS[look], **change})
        return self._made[key]

    def tone(self, ink: str = "", ground: str = "") -> Format:
        """Make or find a look for a conditional format, which changes only what it names."""
        key = ("tone", ink, ground)
        if key not in self._made:
            words = {"font_color": ink, "bold": True} if ink else {}
            self._made[key] = self._book.add_format({**words, **({"bg_color": ground} if ground else {})})
        return self._made[key]
