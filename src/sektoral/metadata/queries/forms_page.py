"""One metadata form in full: its questions by block with answers and faults, what is proposed, and its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.domain.metadata_answers import (
    AnswerFault,
    Answers,
    Bearing,
    Completeness,
    Difference,
    Rows,
    bearing_of,
    completeness_of,
    differences,
    is_answered,
    read_answers,
    text_of,
)
from sektoral.domain.metadata_forms import AnswerKind, Entry, FormDef, MetadataKind, form_of
from sektoral.domain.metadata_proposals import Proposal
from sektoral.domain.roles import Permission
from sektoral.metadata.queries.forms_proposing import proposal_of
from sektoral.metadata.queries.forms_reach import WORDS, About
from sektoral.records.actors import Actor
from sektoral.records.models import MetadataForm

SPARE_ROWS = 3  # empty rows below a table
MORE_ROWS = 10  # when more are asked for


@dataclass(frozen=True, slots=True)
class CellField:
    """A cell to be typed in, with the name that it is sent by; `label` says its row and its column's `head`."""

    name: str
    label: str
    head: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table or a grid."""

    label: str
    cells: Sequence[CellField]


@dataclass(frozen=True, slots=True)
class Field:
    """A question as the page asks it.

    `source` says where its answer was taken from, while nobody has confirmed it; `suggestion` what the office's data
    say now, where that differs. `condition` says when it applies.
    """

    entry: Entry
    value: str
    lines: Sequence[Line]
    chosen: Sequence[tuple[str, bool]]
    is_missing: bool
    drops: bool
    condition: str
    source: str
    suggestion: str
    faults: Sequence[str]

    @property
    def kind(self) -> str:
        """The kind of answer, by its name."""
        return self.entry.kind.value

    @property
    def when_options(self) -> str:
        """The answers that the condition waits for, as the page's script reads them."""
        return "|".join(self.entry.when.options) if self.entry.when else ""


@dataclass(frozen=True, slots=True)
class Block:
    """Questions under a heading, with how many of them still wait for an answer."""

    number: str
    title: str
    fields: Sequence[Field]
    missing: int

    @property
    def may_drop(self) -> bool:
        """Whether other answers can make every question of it drop out."""
        return all(field.entry.when for field in self.fields)


@dataclass(frozen=True, slots=True)
class Edition:
    """A version and what it changed."""

    id: UUID
    number: int
    written_at: datetime
    written_by: str
    checked: str
    changes: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form as its page shows it; `version` is 0 while nothing is written."""

    agency: UUID
    agency_name: str
    word: str
    key: str
    title: str
    kind: MetadataKind
    name: str
    version: int
    version_id: UUID | None
    completeness: Completeness
    blocks: Sequence[Block]
    editions: Sequence[Edition]
    proposed: int
    faults: int
    may_write: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed and could not be kept yet, and how many rows more they ask for a table."""

    answers: Answers
    faults: Sequence[AnswerFault] = ()
    more: str = ""


def form_page(actor: Actor, about: About, typed: Typed | None, *, at: datetime) -> FormPage:
    """This will read a form; with `typed` it shows that instead of what is stored."""
    form = form_of(about.kind)
    proposal = proposal_of(about, at=at)
    stored = read_answers(about.stored.answers) if about.stored else {}
    is_new = about.stored is None and typed is None
    answers = typed.answers if typed else dict(proposal.answers) if is_new else stored
    shown = _Shown(form, answers, proposal, is_new, typed or Typed(answers))
    blocks = [_block(shown, number, title) for number, title in form.blocks]
    return FormPage(
        agency=about.agency.pk,
        agency_name=about.agency.name,
        word=WORDS[about.kind],
        key=about.key,
        title=form.title,
        kind=about.kind,
        name=about.owed.name,
        version=about.version,
        version_id=about.stored.pk if about.stored else None,
        completeness=completeness_of(form, answers),
        blocks=blocks,
        editions=editions_of(about),
        proposed=len(proposal.answers) if is_new else 0,
        faults=len(typed.faults) if typed else 0,
        may_write=actor.may(Permission.WRITE_METADATA, about.agency),
    )


def editions_of(about: About) -> Sequence[Edition]:
    """This will tell what each version changed, the newest first."""
    versions = MetadataForm.objects.filter(agency=about.agency, kind=about.kind, key=about.key)
    rows = list(versions.select_related("written_by", "checked_by").order_by("version"))
    form = form_of(about.kind)
    told = zip([None, *rows], rows, strict=False)
    return [_edition(form, before, version) for before, version in told][::-1]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a page is drawn from."""

    form: FormDef
    answers: Answers
    proposal: Proposal
    is_new: bool
    typed: Typed

    def faults(self, key: str) -> Sequence[str]:
        return [fault.says for fault in self.typed.faults if fault.key == key]


def _block(shown: _Shown, number: str, title: str) -> Block:
    fields = [_field(shown, entry) for entry in shown.form.block(number)]
    return Block(number, title, fields, sum(field.is_missing for field in fields))


def _field(shown: _Shown, entry: Entry) -> Field:
    rows = shown.answers.get(entry.key, ())
    bearing = bearing_of(shown.form, entry, shown.answers)
    drops = bearing is Bearing.DROPS
    given = {cell for row in rows for cell in row}
    proposed = shown.proposal.answers.get(entry.key, ())
    return Field(
        entry=entry,
        value="\n".join(row[0] for row in rows if row),
        lines=_lines(entry, rows, shown.typed.more) if entry.columns else (),
        chosen=[(option, option in given) for option in entry.options],
        is_missing=entry.required and not drops and not is_answered(entry, shown.answers),
        drops=drops,
        condition=_condition(shown.form, entry),
        source=shown.proposal.sources.get(entry.key, "") if shown.is_new else "",
        suggestion="" if shown.is_new or not proposed or proposed == rows else _short(entry, proposed),
        faults=shown.faults(entry.key),
    )


def _lines(entry: Entry, rows: Rows, more: str) -> Sequence[Line]:
    spare = MORE_ROWS if more == entry.key else SPARE_ROWS
    count = len(entry.rows) or len(rows) + spare
    return [_line(entry, at, rows[at] if at < len(rows) else ()) for at in range(count)]


def _line(entry: Entry, at: int, row: Sequence[str]) -> Line:
    label = entry.rows[at] if entry.rows else f"Baris {at + 1}"
    cells = [
        CellField(f"{entry.key}-{at}-{n}", f"{label}, {head}", head, row[n] if n < len(row) else "")
        for n, head in enumerate(entry.columns)
    ]
    return Line(label, cells)


def _condition(form: FormDef, entry: Entry) -> str:
    if entry.when is None:
        return ""
    upon = form.entry(entry.when.entry)
    return f"Hanya bila {upon.number} {upon.label}: {' atau '.join(entry.when.options)}."


def _short(entry: Entry, rows: Rows) -> str:
    """Of a table only how many rows it would have."""
    return f"{len(rows)} baris" if entry.kind is AnswerKind.TABLE else text_of(entry, rows)


def _edition(form: FormDef, before: MetadataForm | None, version: MetadataForm) -> Edition:
    earlier = read_answers(before.answers) if before else {}
    return Edition(
        id=version.pk,
        number=version.version,
        written_at=version.written_at,
        written_by=version.written_by.name,
        checked=version.checked_by.name if version.checked_by else "",
        changes=differences(form, earlier, read_answers(version.answers)) if before else (),
    )
