"""I23: what agencies answered to a contradiction, by when, and what the office ruled stand in the journal too."""

from collections.abc import Iterator
from datetime import datetime

from sektoral.project.invariants.receipts import instant_of
from sektoral.records.models import Contradiction, ContradictionSide, Event, Office
from sektoral.steps.step4_check.actions.contradicting import digest_of


def check_replies(office: Office, at: datetime) -> Iterator[str]:
    """This will hold every reply, deadline and ruling against the event that tells of it."""
    events = list(Event.objects.filter(office_id=office.pk, about_type="contradiction").order_by("sequence"))
    raised = {event.about_id: event for event in events if event.kind == "contradiction.raised"}
    settled = {event.about_id: event for event in events if event.kind == "contradiction.settled"}
    said = {(e.about_id, e.facts.get("side")): e for e in events if e.kind == "contradiction.answered"}
    for one in Contradiction.objects.filter(office=office):
        name, event, end = f"Pertentangan {one.pk}", raised.get(str(one.pk)), settled.get(str(one.pk))
        if event is None or (event.at, instant_of(event, "due_at")) != (one.raised_at, one.due_at):
            yield f"{name}: waktu atau batasnya bukan yang dicatat saat itu."
        told = (end.facts.get("ruling"), end.facts.get("reason_sha256"), end.by) if end else None
        if told != _ruled(one):
            yield f"{name}: putusannya bukan yang dicatat saat itu."
    for side in ContradictionSide.objects.filter(office=office):
        reply = said.get((str(side.contradiction_id), side.position))
        told = (reply.facts.get("answer"), reply.facts.get("words_sha256"), reply.by) if reply else None
        if told != _replied(side):
            yield f"Pertentangan {side.contradiction_id}: jawaban pihak ke-{side.position} bukan yang dicatat."


def _ruled(one: Contradiction) -> tuple[object, ...] | None:
    return (one.ruling, digest_of(one.reason), str(one.settled_by_id)) if one.ruling else None


def _replied(side: ContradictionSide) -> tuple[object, ...] | None:
    return (side.reply, digest_of(side.words), str(side.replied_by_id)) if side.reply else None
