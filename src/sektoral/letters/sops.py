"""The SOP on its way to be signed: whether a version may go, and what its document bears when it goes."""

from datetime import datetime
from uuid import UUID

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.records.models import Letter, Sop
from sektoral.records.sop_versions import digest_of, faults_of, is_on_its_way, revision_of, sop_in_force, text_of


def check_can_propose(stored: Sop) -> None:
    """This will raise unless the version may go to be signed as it stands.

    A revision may once nothing is wrong with it; the version in force, while its chart is not approved and nobody
    revises it.
    """
    if stored.is_chart_approved:
        raise WrongState("sop_approved", version=stored.version)
    if stored.dropped_at or (stored.in_force_at and stored.pk != sop_in_force(stored.office).pk):
        raise WrongState("sop_not_in_work", version=stored.version)
    revision = revision_of(stored.office)
    if stored.in_force_at and revision:
        raise WrongState("sop_in_work", version=revision.version)
    if is_on_its_way(stored):
        raise WrongState("sop_on_its_way", version=stored.version)
    if faults := faults_of(stored, text_of(stored), stored.change):
        raise Invalid("sop_faulty", count=len(faults))


def settle_sop(letter: Letter, *, at: datetime) -> None:
    """This will let an SOP's document bear the SOP's own number and the fingerprint of what is to be signed.

    Must run inside a transaction that holds the letter's row; the version's row is held from here on.
    """
    rows = Sop.objects.select_for_update(no_key=True, of=("self",)).select_related("office")
    stored = rows.get(office=letter.office_id, pk=str(letter.content["sop"]))
    check_can_propose(stored)
    if letter.number != stored.number:
        letter.number, letter.numbered_at = stored.number, at
    letter.content = letter.content | {"sha256": digest_of(stored.content)}
    letter.save(update_fields=["number", "numbered_at", "content"])


def writer_of_sop(letter: Letter) -> UUID | None:
    """This will tell who wrote the revision that an SOP's document proposes; nobody for any other letter."""
    if letter.kind != LetterKind.SOP:
        return None
    return (
        Sop.objects.filter(office=letter.office_id, pk=str(letter.content["sop"]))
        .values_list("written_by_id", flat=True)
        .first()
    )
