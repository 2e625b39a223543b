"""Answers to the metadata forms: whole ones made by code, and any at all for Hypothesis."""

from hypothesis import strategies as st

from sektoral.domain.metadata_answers import Rows
from sektoral.domain.metadata_forms import AnswerKind, CellKind, Entry, FormDef

_CELLS = {CellKind.TEXT: "isi", CellKind.DAY: "2026-01-05", CellKind.YES_NO: "Ya"}
_TEXTS = {AnswerKind.YEAR: "2025", AnswerKind.EMAIL: "data@opd.example", AnswerKind.WHOLE: "12"}


def filled(entry: Entry) -> Rows:
    """This will answer an entry in full, the last option where one is chosen."""
    if entry.columns:
        cell = _CELLS[entry.cell]
        return tuple(tuple(cell for _ in entry.columns) for _ in entry.rows or (0, 1))
    if entry.kind is AnswerKind.CHOICES:
        return tuple((option,) for option in entry.options)
    return ((entry.options[-1] if entry.options else _TEXTS.get(entry.kind, f"Isi {entry.label}"),),)


def whole(form: FormDef) -> dict[str, Rows]:
    """This will answer every entry of a form."""
    return {entry.key: filled(entry) for entry in form.entries}


def some_rows(entry: Entry) -> st.SearchStrategy[Rows]:
    """This will answer an entry somehow within its shape, or not at all."""
    if entry.columns:
        words = {CellKind.YES_NO: ["Ya", "Tidak", ""], CellKind.DAY: ["2026-01-05", ""], CellKind.TEXT: ["isi", ""]}
        row = st.tuples(*(st.sampled_from(words[entry.cell]) for _ in entry.columns))
        size = len(entry.rows) or 2
        return st.lists(row, min_size=len(entry.rows), max_size=size).map(tuple) | st.just(())
    options = st.sampled_from(entry.options) if entry.options else st.just(_TEXTS.get(entry.kind, "isi"))
    if entry.kind is AnswerKind.CHOICES:
        return st.lists(options, unique=True).map(lambda found: tuple((one,) for one in found))
    return options.map(lambda one: ((one,),)) | st.just(())


def some_answers(form: FormDef) -> st.SearchStrategy[dict[str, Rows]]:
    """This will answer some entries of a form."""
    return st.fixed_dictionaries({entry.key: some_rows(entry) for entry in form.entries})
