"""Choosing the level of an indicator, and taking the year's evidence away."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from sektoral.adapters.evidence.packing import pack_plain
from sektoral.assessment.queries.bundle import bundle_parts
from sektoral.assessment.queries.gathering import SOURCES, proofs_of
from sektoral.assessment.queries.pages import fetch_indicator
from sektoral.assessment.queries.proof import Year
from sektoral.domain.epss import check_level
from sektoral.domain.errors import Invalid
from sektoral.domain.policies import check_reason
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Office, SelfAssessment


def assess(year: Year, indicator: str, *, level: int, explanation: str, by: Actor, at: datetime) -> SelfAssessment:
    """This will write the level of one indicator as a new version; the ones before stay.

    Raises `Refused`, `NotFound`, `Invalid` (`assessment_level_unknown`, `assessment_level_unproven`,
    `assessment_unchanged`, `reason_missing`).
    """
    by.check(Permission.ASSESS_SELF)
    fetch_indicator(indicator)
    check_reason(explanation)
    check_level(level, {proof.kind for proof in proofs_of(year, indicator)} if indicator in SOURCES else None)
    with transaction.atomic():
        Office.objects.select_for_update(no_key=True).get(pk=by.office.pk)  # two at once: one after the other
        told = SelfAssessment.objects.filter(office=by.office, year=year.number, indicator=indicator)
        before = told.filter(is_current=True).first()
        if before and (before.level, before.explanation) == (level, explanation.strip()):
            raise Invalid("assessment_unchanged", indicator=indicator)
        told.filter(is_current=True).update(is_current=False)
        written = SelfAssessment.objects.create(
            office=by.office,
            year=year.number,
            indicator=indicator,
            version=before.version + 1 if before else 1,
            level=level,
            explanation=explanation.strip(),
            written_at=at,
            written_by=by.person,
        )
        journal.append(
            "assessment.written",
            office=by.office,
            about=written,
            by=by.person,
            at=at,
            year=year.number,
            indicator=indicator,
            level=level,
        )
    return written


def take_evidence(year: Year, *, by: Actor, at: datetime) -> Iterator[bytes]:
    """This will note that somebody takes the year's evidence away, and give the bundle in pieces."""
    by.check(Permission.ASSESS_SELF)
    parts = list(bundle_parts(year))
    with transaction.atomic():
        journal.append("epss.taken", office=by.office, about=by.office, by=by.person, at=at, year=year.number)
    return pack_plain(parts, at=at)
