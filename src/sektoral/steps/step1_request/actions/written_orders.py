"""The Kadis's order on paper: who may bring it, what is kept of it, and what the journal is told."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sektoral.domain.errors import Fact, Invalid
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.intake.pdfs import check_pdf
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Round

KINDS = {b"%PDF-": files.PDF, b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}  # by first bytes


@dataclass(frozen=True, slots=True)
class WrittenOrder:
    """A disposisi: a PDF or a photo of it, its number and its date."""

    name: str
    data: bytes = field(repr=False)
    number: str
    on: date


def check_may_open(written: WrittenOrder | None, by: Actor, at: datetime) -> None:
    """This will raise unless the Kadis orders here, or JP or Kabid bring a written order that can be kept.

    Raises `Refused` and `Invalid` (`order_missing`, `order_number_missing`, `order_in_future`, `order_not_readable`,
    and what `check_pdf` does).
    """
    if not by.may(Permission.OPEN_ROUND):
        by.check(Permission.OPEN_ROUND_BY_ORDER)
        if written is None:
            raise Invalid("order_missing")
    if written is not None:
        _check(written, by, at)


def keep_order(round_: Round, written: WrittenOrder, *, by: Actor, at: datetime) -> None:
    """This will keep a written order with its round, which is still to be saved. Must run inside a transaction."""
    kind = _kind(written.data)
    round_.order_file = files.keep(
        written.data, office=by.office, name=written.name, media_type=kind, by=by.person, at=at
    )
    round_.ordered_on, round_.order_number = written.on, written.number.strip()


def facts_of_order(round_: Round) -> dict[str, Fact]:
    """This will tell of the written order what stays true for ever; nothing for an order given here."""
    if round_.order_file is None or round_.ordered_on is None:
        return {}
    return {"order": round_.order_file.sha256, "ordered_on": round_.ordered_on.isoformat()}


def _check(written: WrittenOrder, by: Actor, at: datetime) -> None:
    if not written.number.strip():
        raise Invalid("order_number_missing")
    if written.on > local_date(by.office, at):
        raise Invalid("order_in_future")
    if not written.data:
        raise Invalid("file_empty")
    if len(written.data) > files.MAX_UPLOAD:
        raise Invalid("file.too_large", limit=files.MAX_UPLOAD)
    if _kind(written.data) == files.PDF:
        check_pdf(written.data)  # in the sandbox; a photo is never opened here


def _kind(data: bytes) -> str:
    for start, kind in KINDS.items():
        if data.startswith(start):
            return kind
    raise Invalid("order_not_readable")
