"""A table that was handed on finds its place also with an agency that the round had not asked."""

import pytest

from sektoral.adapters.filling import Filling
from sektoral.project.invariants.listing import verify
from sektoral.records.asking import asking_letter_of
from sektoral.records.models import HandOn, Letter, Request
from sektoral.records.sops import due_of_step
from sektoral.setup.actions.hand_overs import place
from sektoral.steps.step3_submit.actions.declaring import Declared, declare
from sektoral.steps.step4_check.actions.handing_on import hand_on
from tests.rounds import Scene, answers

pytestmark = pytest.mark.django_db


def test_an_agency_that_was_not_asked_gets_a_request_of_its_own() -> None:
    scene = Scene()
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", Filling(answers(("T01",)), unavailable={"T02": "3"}))
    item = submission.items.get(answer="unavailable")
    declare(
        submission, {item.pk: Declared(held_by=scene.agency("disdik"))}, by=scene.by("operator.dinkes"), at=scene.now
    )
    scene.hand_over_by_letter(scene.submission(submission))
    at = scene.later(minutes=1)
    handed = hand_on(item, to=scene.agency("disdik"), by=scene.by("jp2"), at=at)
    scene.settle()
    place(handed, at=scene.later(minutes=1))  # a reaction may run twice
    request = scene.request("disdik")
    assert Request.objects.count() == 2
    assert (request.state, request.sent_at, request.due_at) == ("sent", at, due_of_step(request.round, 3, at))
    assert request.tables.count() == HandOn.objects.count() == 1
    assert asking_letter_of(request) == Letter.objects.get(kind="request", request=scene.request("dinkes"))
    scene.hand_over("disdik", Filling(answers(("T01",))))
    assert [one.invariant.code for one in verify(at=scene.now) if not one.holds] == []
