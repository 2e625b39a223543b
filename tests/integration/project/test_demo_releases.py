"""The demo's open data come by the same acts as an office's own."""

import pytest

from sektoral.adapters.filling import Filling
from sektoral.bank.queries.released import public_releases, withdrawn_releases
from sektoral.project.rehearsal.company import Clock, Company
from sektoral.project.rehearsal.releases import release_some
from sektoral.records.models import Release
from tests.rounds import Scene, answers

pytestmark = pytest.mark.django_db


def test_some_tables_are_out_some_are_planned_and_one_was_taken_back() -> None:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    for code, sheets in (("dinkes", ("T01", "T02")), ("disdik", ("T01",))):
        scene.accept_all(scene.hand_over(code, Filling(answers(sheets))))
    release_some(Company(scene.office, Clock(None, scene.now)), before="2026")
    assert Release.objects.filter(state="planned").exists()
    assert withdrawn_releases(scene.office, at=scene.now).count() == 1
    assert public_releases(scene.office, at=scene.now).count() == Release.objects.filter(state="released").count()
