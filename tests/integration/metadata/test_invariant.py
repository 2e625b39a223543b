"""Who changes metadata or Standar Data in the rows only is found."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from sektoral.domain.metadata_answers import one_line
from sektoral.domain.metadata_forms import MetadataKind, form_of
from sektoral.metadata.actions.forms_writing import check_form, write_form
from sektoral.metadata.actions.standards import describe_variable
from sektoral.metadata.queries.forms_reach import fetch_about
from sektoral.metadata.queries.standards import described
from sektoral.project.invariants import INVARIANTS
from sektoral.records.models import MetadataForm, Variable
from tests.metadata_answers import whole
from tests.rounds import Scene

pytestmark = pytest.mark.django_db
IT = next(one for one in INVARIANTS if one.code == "I31")


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    about = fetch_about(scene.by("jp1"), scene.agency("dinkes").pk, "kegiatan", "kompilasi")
    form = write_form(about, whole(form_of(MetadataKind.ACTIVITY)), seen=0, by=scene.by("jp1"), at=scene.now)
    check_form(form, by=scene.by("kabid"), at=scene.now)
    variable = Variable.objects.get(office=scene.office, code="CONTOH.1")
    text = described(variable)
    describe_variable(variable, replace(text, concept="Orang"), seen=text, by=scene.by("sukor"), at=scene.now)
    return scene


def reword() -> None:
    form = MetadataForm.objects.get()
    MetadataForm.objects.update(answers={**form.answers, "tahun": [list(row) for row in one_line("1999")]})


def forge() -> None:
    form = MetadataForm.objects.get()
    form.pk, form.version, form.is_current = uuid4(), 2, False
    form.save(force_insert=True)


def lose() -> None:
    MetadataForm.objects.all().delete()


def uncheck() -> None:
    MetadataForm.objects.update(checked_at=None, checked_by=None)


def mean_another_thing() -> None:
    Variable.objects.update(definition="Lain sama sekali.")


def test_what_was_done_by_actions_holds(scene: Scene) -> None:
    assert list(IT.check(scene.office, scene.now)) == []


@pytest.mark.parametrize("tampering", [reword, forge, lose, uncheck, mean_another_thing])
def test_what_was_changed_in_the_rows_only_is_found(scene: Scene, tampering: Callable[[], None]) -> None:
    tampering()
    assert list(IT.check(scene.office, scene.now)) != []
