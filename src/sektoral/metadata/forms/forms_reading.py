"""What was typed in a metadata form, as answers: blank rows are left out, rows of a grid keep their places."""

from django.http import QueryDict

from sektoral.domain.metadata_answers import Rows
from sektoral.domain.metadata_forms import AnswerKind, Entry, FormDef

MOST_ROWS = 400  # of a table; more are told as a fault, not read without end


def read_posted(form: FormDef, posted: QueryDict) -> dict[str, Rows]:
    """This will give the answers that a page sent; an entry without one is left out."""
    found = {entry.key: _rows(entry, posted) for entry in form.entries}
    return {key: rows for key, rows in found.items() if rows}


def _rows(entry: Entry, posted: QueryDict) -> Rows:
    match entry.kind:
        case AnswerKind.GRID | AnswerKind.TABLE:
            return _cells(entry, posted)
        case AnswerKind.CHOICES:
            return tuple((one,) for one in posted.getlist(entry.key) if one)
        case AnswerKind.LIST:
            lines = posted.get(entry.key, "").splitlines()
            return tuple((line,) for line in map(_one_line, lines) if line)
        case AnswerKind.LONG_TEXT:
            text = "\n".join(line.rstrip() for line in posted.get(entry.key, "").strip().splitlines())
            return ((text,),) if text else ()
        case _:
            text = _one_line(posted.get(entry.key, ""))
            return ((text,),) if text else ()


def _cells(entry: Entry, posted: QueryDict) -> Rows:
    width = range(len(entry.columns))
    count = len(entry.rows) or next(
        n for n in range(MOST_ROWS + 1) if n == MOST_ROWS or f"{entry.key}-{n}-0" not in posted
    )
    rows = tuple(tuple(_one_line(posted.get(f"{entry.key}-{n}-{at}", "")) for at in width) for n in range(count))
    if entry.kind is AnswerKind.GRID:
        return rows if any(map(any, rows)) else ()
    return tuple(row for row in rows if any(row))


def _one_line(text: str) -> str:
    return " ".join(text.split())
