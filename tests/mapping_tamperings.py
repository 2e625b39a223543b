"""Ways to falsify what is kept of the pairing of files with tables."""

from collections.abc import Callable

from django.db import transaction

from sektoral.domain import canonical
from sektoral.domain.softcopies.confirming import plan_digest
from sektoral.domain.softcopies.links import Kept, KeptLink
from sektoral.records import journal
from sektoral.records.models import KeptMapping, Submission
from tests.tamperings import NOW, SECOND

PLAN = Kept("f" * 32, "T1", (KeptLink("kelompok a", ("A",), ()),), (KeptLink("laki laki", (), ("l",)),))


def plant_a_mapping() -> None:
    _mapping()


def lose_a_mapping() -> None:
    mapping = _mapping()
    _tell_of(mapping)
    mapping.delete()


def turn_a_mapping_round() -> None:
    mapping = _mapping()
    _tell_of(mapping)
    other = Kept(PLAN.shape, PLAN.table, (KeptLink("kelompok a", ("B",), ()),), PLAN.columns)
    KeptMapping.objects.filter(pk=mapping.pk).update(plan=canonical.plain(other))


def end_a_mapping_in_silence() -> None:
    mapping = _mapping()
    _tell_of(mapping)
    KeptMapping.objects.filter(pk=mapping.pk).update(ended_at=NOW + SECOND, ended_by=mapping.confirmed_by)


def revive_a_mapping() -> None:
    mapping = _mapping()
    _tell_of(mapping)
    with transaction.atomic():
        journal.append("mapping.dropped", office=mapping.office, about=mapping, by=mapping.confirmed_by, at=NOW)


def _mapping() -> KeptMapping:
    submission = Submission.objects.order_by("received_at")[0]
    return KeptMapping.objects.create(
        office=submission.office,
        agency=submission.request.agency,
        table_code=PLAN.table,
        fingerprint=PLAN.shape,
        plan=canonical.plain(PLAN),
        submission=submission,
        confirmed_at=NOW,
        confirmed_by=submission.received_by,
    )


def _tell_of(mapping: KeptMapping) -> None:
    with transaction.atomic():
        journal.append(
            "mapping.kept",
            office=mapping.office,
            about=mapping,
            by=mapping.confirmed_by,
            at=mapping.confirmed_at,
            table=mapping.table_code,
            fingerprint=mapping.fingerprint,
            plan=plan_digest(PLAN),
            replaced=None,
        )


MAPPING_TAMPERINGS: list[tuple[str, Callable[[], object]]] = [
    ("I15", plant_a_mapping),
    ("I15", lose_a_mapping),
    ("I15", turn_a_mapping_round),
    ("I15", end_a_mapping_in_silence),
    ("I15", revive_a_mapping),
]
