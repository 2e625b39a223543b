"""Confirming how an agency's own spreadsheet answers its tables, and keeping that for the next one of its shape."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.domain import canonical
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.roles import Permission
from sektoral.domain.softcopies.confirming import both, plan_digest
from sektoral.domain.softcopies.links import Kept
from sektoral.domain.transcripts import Transcript
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Agency, KeptMapping, Submission
from sektoral.steps.step3_submit.actions.transcribing import transcribe


@dataclass(frozen=True, slots=True)
class Approved:
    """What a person saw in the preview and approved. `kept` is one mapping for each region that answers a table."""

    transcript: Transcript
    kept: tuple[Kept, ...]


def approve_mapping(submission: Submission, approved: Approved, *, by: Actor, at: datetime) -> None:
    """This will have a submission read by what was approved, and keep its mappings for the agency.

    Raises `Invalid` (`mapping_empty`) and whatever `transcribe` raises; then nothing is kept.
    """
    if not approved.transcript.is_taken:
        raise Invalid("mapping_empty")
    with transaction.atomic():
        transcribe(submission, approved.transcript, by=by, at=at)
        Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=submission.request.agency_id)
        for kept in _of_each_shape(approved.kept):
            _keep(submission, kept, by=by, at=at)


def drop_mapping(mapping: KeptMapping, *, by: Actor, at: datetime) -> None:
    """This will end a kept mapping: the next file of that shape is proposed anew. Raises `WrongState`
    (`mapping_ended`), `Refused` and `NotFound`."""
    by.check_here(mapping)
    if not by.may(Permission.SUBMIT, mapping.agency):
        by.check(Permission.ENTER_FOR_AGENCY)
    with transaction.atomic():
        mapping = KeptMapping.objects.select_for_update(no_key=True, of=("self",)).get(pk=mapping.pk)
        if mapping.ended_at is not None:
            raise WrongState("mapping_ended")
        _end(mapping, by=by, at=at)
        journal.append("mapping.dropped", office=mapping.office, about=mapping, by=by.person, at=at)


def _of_each_shape(mappings: Iterable[Kept]) -> list[Kept]:
    """Several regions of one shape that answer one table (a sheet for each kecamatan) are one mapping."""
    found: dict[tuple[str, str], Kept] = {}
    for one in mappings:
        same = found.get((one.shape, one.table))
        found[one.shape, one.table] = both(same, one) if same else one
    return list(found.values())


def _keep(submission: Submission, kept: Kept, *, by: Actor, at: datetime) -> None:
    """Keep a mapping in the place of the agency's former one for this shape and table; one that is as before stays."""
    agency, plan = submission.request.agency, canonical.plain(kept)
    same = KeptMapping.objects.filter(agency=agency, fingerprint=kept.shape, table_code=kept.table)
    now = same.filter(ended_at__isnull=True).first()
    if now is not None:
        if now.plan == plan:
            return
        _end(now, by=by, at=at)
    mapping = KeptMapping.objects.create(
        office=submission.office,
        agency=agency,
        table_code=kept.table,
        fingerprint=kept.shape,
        plan=plan,
        submission=submission,
        confirmed_at=at,
        confirmed_by=by.person,
    )
    journal.append(
        "mapping.kept",
        office=submission.office,
        about=mapping,
        by=by.person,
        at=at,
        table=mapping.table_code,
        fingerprint=kept.shape,
        plan=plan_digest(kept),
        replaced=str(now.pk) if now else None,
    )


def _end(mapping: KeptMapping, *, by: Actor, at: datetime) -> None:
    mapping.ended_at, mapping.ended_by = at, by.person
    mapping.save(update_fields=["ended_at", "ended_by"])
