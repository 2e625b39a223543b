"""A filled metadata form as PDF/A, to be printed and handed over."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sektoral.adapters.typesetting import TEMPLATES, Rendered, set_paper
from sektoral.adapters.typesetting.coverage import drawable
from sektoral.domain.metadata_answers import Answers, Bearing, bearing_of, text_of
from sektoral.domain.metadata_forms import Entry, FormDef
from sektoral.domain.wording import clock, long_date

DROPPED = "Tidak berlaku menurut jawaban lain."


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A form with its answers, and who prints it where; `printed_at` stands in the office's own zone."""

    form: FormDef
    answers: Answers
    facts: Sequence[tuple[str, str]]
    paper: str
    government: str
    office: str
    sample: bool
    printed_at: datetime
    printed_by: str


def render_form(printed: PrintedForm) -> Rendered:
    """This will set a form: of every question the answer, a dash, or that it does not apply.

    Raises `Invalid` (`paper_not_set`).
    """
    form = printed.form
    data = {
        "paper": printed.paper,
        "government": drawable(printed.government),
        "office": drawable(printed.office),
        "sample": printed.sample,
        "printed": f"{long_date(printed.printed_at.date())}, {clock(printed.printed_at)}",
        "by": drawable(printed.printed_by),
        "title": f"{form.title} ({form.kind.value})",
        "facts": [[drawable(label), drawable(value)] for label, value in printed.facts],
        "blocks": [
            {"title": _title(number, title), "rows": _rows(form, number, printed.answers)}
            for number, title in form.blocks
        ],
    }
    return set_paper(
        TEMPLATES / "metadata.typ", data=json.dumps(data), at=printed.printed_at.astimezone(UTC).replace(microsecond=0)
    )


def _title(number: str, title: str) -> str:
    return f"Blok {number}. {title}" if number[0] in "IV" else title


def _rows(form: FormDef, number: str, answers: Answers) -> list[list[str | list[str]]]:
    return [[entry.number, entry.label, _answer(form, entry, answers)] for entry in form.block(number)]


def _answer(form: FormDef, entry: Entry, answers: Answers) -> list[str]:
    if bearing_of(form, entry, answers) is Bearing.DROPS:
        return [DROPPED]
    return [drawable(line) for line in text_of(entry, answers.get(entry.key, ())).splitlines()]
