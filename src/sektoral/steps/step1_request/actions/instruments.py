"""The instrument of a request: its frozen definition, and the workbook drawn from it once the letter has its number."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from sektoral.adapters.keys import KeyPurpose, KeyRing, key_id
from sektoral.adapters.workbooks import write_instrument
from sektoral.bank.queries import previous_values_of
from sektoral.domain import canonical
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.periods import read_period
from sektoral.domain.wording import clock, day_name, long_date
from sektoral.intake import files
from sektoral.letters.composing import request_letter_of
from sektoral.records import journal
from sektoral.records.actors import local_date
from sektoral.records.models import Instrument, Letter, Request, RequestedTable
from sektoral.records.models.round import GONE
from sektoral.records.rules import definitions_of
from sektoral.records.sops import due_of_step


def build_instrument(request: Request, *, at: datetime) -> Instrument:
    """This will draw and keep the workbook of a request as its next version."""
    letter = request_letter_of(request)
    version = request.instruments.count() + 1
    definition = define(request, letter=letter, version=version, at=at)
    data = draw(definition, at=at)
    with transaction.atomic():
        kept = files.keep_made(
            data, office=request.office, name=f"instrumen-{definition.id}.xlsx", media_type=files.XLSX, by=None, at=at
        )
        instrument = Instrument.objects.create(
            office=request.office,
            request=request,
            version=version,
            definition=canonical.plain(definition),
            file=kept,
            built_at=at,
        )
        journal.append("instrument.built", office=request.office, about=instrument, by=None, at=at, sha256=kept.sha256)
    return instrument


def draw(definition: InstrumentDef, *, at: datetime) -> bytes:
    """This will write a definition as a workbook, signed with the installation's key for manifests."""
    keys = KeyRing(settings.KEYS_ROOT)
    return write_instrument(
        definition,
        signing_key=keys.private(KeyPurpose.MANIFEST),
        key_id=key_id(keys.public(KeyPurpose.MANIFEST)),
        made_at=at,
    )


def define(request: Request, *, letter: Letter, version: int, at: datetime) -> InstrumentDef:
    """This will freeze what the agency is asked: tables, last period's figures, letter, deadline."""
    office, round_ = request.office, request.round
    rows = list(request.tables.exclude(state__in=GONE).select_related("table__agency"))
    last = read_period(round_.period).year_before.code
    asked = definitions_of([row.table for row in rows], as_of=round_.prepared_at or at)
    due = (request.due_at or due_of_step(round_, 3, at)).astimezone(ZoneInfo(office.time_zone))
    return InstrumentDef(
        id=f"{request.agency.code}-{round_.period}-{str(request.pk)[:8]}-{version}",
        office=office.slug,
        office_name=f"{office.name} {office.regency}",
        agency=request.agency.code,
        agency_name=request.agency.name,
        round=str(round_.pk),
        title=round_.title,
        period=round_.period,
        previous_period=last,
        letter_number=letter.number,
        letter_date=long_date(local_date(office, letter.signed_at or letter.numbered_at or at)),
        due=f"{day_name(due.date())}, {long_date(due.date())}, pukul {clock(due)}",
        contact=" · ".join(filter(None, (office.contact.get(k, "") for k in ("name", "phone", "email")))),
        upload_link=f"{office.link_base}/langkah-3/{request.pk}/",
        sheets=tuple((row.sheet, asked[row.table_id]) for row in rows),
        previous=_previous(rows, last),
        sample=office.is_sample,
    )


def _previous(rows: Sequence[RequestedTable], period: str) -> tuple[tuple[tuple[str, str, str], str], ...]:
    found = previous_values_of([row.table for row in rows], period)
    return tuple(
        ((row.sheet, code, column), text) for row in rows for (code, column), text in sorted(found[row.table].items())
    )
