"""The questions of a form, drawn from an instrument: one for each cell, or one for each column of a chosen row."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sektoral.domain.checks.readings import label_of
from sektoral.domain.instruments import InstrumentDef, TableDef, VariableDef
from sektoral.domain.validations import MARKS_HINT, refusal

CODE = re.compile(r"\[(?P<table>T[0-9]{2})\|(?P<row>[^|\[\]]*)(?:\|(?P<column>[^|\[\]]*))?\]")
TAG = re.compile(r"\[sektoral\|(?P<tag>[0-9a-f]{8})\]")
ANY_ROW = "*"  # in place of a row's code: the respondent says which row
BETWEEN = " · "  # a row's code and its label, in a choice
CELLS_AT_MOST = 150  # questions that a person would still answer in one go


class FormLayout(StrEnum):
    """How a table is asked."""

    CELLS = "cells"  # one response answers the table, a question a cell
    ROWS = "rows"  # one response answers a row, chosen from a list; for units that each report their own


class QuestionKind(StrEnum):
    """What a question takes."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `title` begins with its code; `choices` are set for a choice."""

    title: str
    kind: QuestionKind
    hint: str = ""
    choices: tuple[str, ...] = ()
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the form: what it is about, and its questions."""

    title: str
    text: str
    questions: tuple[Question, ...]


def tag_of(definition: InstrumentDef) -> str:
    """This will give the short mark by which responses tell for which instrument they were given."""
    return hashlib.sha256(definition.id.encode()).hexdigest()[:8]


def suggested_layout(table: TableDef) -> FormLayout:
    """This will suggest how to ask a table: by rows where a question a cell would be too many."""
    return FormLayout.CELLS if len(table.rows) * len(table.columns) <= CELLS_AT_MOST else FormLayout.ROWS


def sections_of(definition: InstrumentDef, layouts: Mapping[str, FormLayout]) -> tuple[Section, ...]:
    """This will draw the form for the tables named, by sheet; the others are left out."""
    unit = Question(
        f"[sektoral|{tag_of(definition)}] Unit pengisi",
        QuestionKind.TEXT,
        "Nama unit, misalnya Puskesmas atau bidang. Jangan menulis nama orang, NIK, atau nomor telepon.",
    )
    first = Section("Pengisi", "Jawaban dikumpulkan untuk Satu Data Daerah.", (unit,))
    return (first, *(_section(sheet, table, layouts[sheet]) for sheet, table in definition.sheets if sheet in layouts))


def _section(sheet: str, table: TableDef, layout: FormLayout) -> Section:
    questions = _cells(sheet, table) if layout is FormLayout.CELLS else _row(sheet, table)
    return Section(f"{sheet} · {table.title}", table.note, tuple(questions))


def _cells(sheet: str, table: TableDef) -> Iterator[Question]:
    for row in table.rows:
        for column in table.columns:
            variable = table.variable_at(row, column)
            title = f"[{sheet}|{row.code}|{column.code}] {row.label} – {label_of(column)} ({variable.unit})"
            yield Question(title, QuestionKind.NUMBER, _hint(variable), is_required=False)


def _row(sheet: str, table: TableDef) -> Iterator[Question]:
    choices = tuple(f"{row.code}{BETWEEN}{table.row_label(row)}" for row in table.rows)
    yield Question(f"[{sheet}|{ANY_ROW}] {table.stub}", QuestionKind.CHOICE, "Pilih satu.", choices, is_required=False)
    for column in table.columns:
        variables = table.variables_in(column)
        unit = f" ({variables[0].unit})" if len(variables) == 1 else ""
        hint = _hint(variables[0]) if len(variables) == 1 else MARKS_HINT
        title = f"[{sheet}|{ANY_ROW}|{column.code}] {label_of(column)}{unit}"
        yield Question(title, QuestionKind.NUMBER, hint, is_required=False)


def _hint(variable: VariableDef) -> str:
    return refusal(variable).replace(" Tanda desimal komputer ini tertulis di lembar Sampul.", " Desimal dengan koma.")
