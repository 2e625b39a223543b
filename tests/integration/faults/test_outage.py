"""A worker that is down for three hours and comes up again has missed nothing (security.md F20)."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from sektoral.project.worker import work_off
from sektoral.records.models import Event, Message
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from tests.rounds import BOTH, Scene

ALWAYS, OUTAGE = timedelta(minutes=30), timedelta(hours=3)
WHOLE = timedelta(days=9)  # to beyond the deadline of five working days and its escalation
SENDS_AT = timedelta(days=1, hours=1, minutes=50)  # between two looks of either


@pytest.mark.django_db
def test_what_fell_due_while_the_worker_was_down_is_done_once_it_is_up_again() -> None:
    undisturbed, interrupted = messages_with(ALWAYS), messages_with(OUTAGE)
    assert {kind for kind, *_ in undisturbed} >= {"receipt", "reminder", "overdue"}
    assert interrupted == undisturbed


def messages_with(pause: timedelta) -> Counter[tuple[str, str, str, str]]:
    """This will let a round take its time with a worker that is up only once in a pause, and list what it told whom."""
    with transaction.atomic():
        scene = Scene()
        scene.collecting("dinkes", "disdik")
        began, sent, looked = scene.now, False, scene.now
        while scene.now < began + WHOLE:
            scene.later(minutes=10)
            if not sent and scene.now >= began + SENDS_AT:
                data = scene.workbook("dinkes", BOTH)
                receive(
                    Upload(scene.request("dinkes"), "isian.xlsx", (data,)), by=scene.by("operator.dinkes"), at=scene.now
                )
                sent = True
            if scene.now >= looked + pause:
                work_off(lambda: scene.now)
                looked = scene.now
        assert not Event.objects.filter(settled_at=None).exists()
        told = Counter(Message.objects.values_list("kind", "channel", "to", "subject"))
        transaction.set_rollback(True)
    return told
