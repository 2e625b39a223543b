"""The office writes its own chain of paraf and signature. Letters on their way keep the one they began with."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sektoral.domain.chains import OFFICE_KINDS, Chain, chain_of, written
from sektoral.domain.errors import Invalid
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Office


def change_chains(chains: Mapping[LetterKind, Chain], *, by: Actor, at: datetime) -> list[LetterKind]:
    """This will keep the chains that differ from those in use, and name their kinds.

    Raises `Refused`, and `Invalid` (`chain_of_agency`) for a letter that does not leave in the office's name.
    """
    by.check(Permission.SET_UP)
    for kind in chains:
        if kind not in OFFICE_KINDS:
            raise Invalid("chain_of_agency")
    with transaction.atomic():
        office = Office.objects.select_for_update(no_key=True).get(pk=by.office.pk)
        changed = [kind for kind, chain in chains.items() if chain != chain_of(kind, office.chains)]
        office.chains |= {kind.value: written(chains[kind]) for kind in changed}
        office.save(update_fields=["chains"])
        for kind in changed:
            seats = " ".join(seat.role.value for seat in chains[kind])
            journal.append(
                "chain.changed", office=office, about=office, by=by.person, at=at, letter=kind.value, seats=seats
            )
    return changed
