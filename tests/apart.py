"""Two offices with the same agency codes in one installation, a canary in every text of the other one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import models
from pytest_django import DjangoDbBlocker

from sektoral.adapters.filling import Filling
from sektoral.records.models import Agency, Office, Person, Submission, Table, Variable
from tests.every_table import write_a_rule, write_of_channels, write_of_the_bank
from tests.offices import make_tiny_office
from tests.places import Pick
from tests.rounds import Scene, answers, shared

CANARY = "KENARI-SEBERANG"
KEYS = ("kadis", "kabid", "sukor", "jp1", "bps", "forum", "auditor", "admin", "operator.dinkes", "kepala.dinkes")
THEIRS = {**answers(), ("T01", "A", "l"): 987_654}
Both = tuple[Scene, Scene]


@contextmanager
def two_offices(blocker: DjangoDbBlocker) -> Iterator[Both]:
    """This will give ours, in the middle of its round, and theirs, at the end of its own; and take them back."""
    with shared(blocker) as ours:
        ours.collecting("dinkes", "disdik")
        ours.hand_over("dinkes", Filling(answers()))
        theirs = Scene(make_tiny_office(slug="seberang", zone="Asia/Makassar"))
        _mark(theirs.office)
        round_ = theirs.collecting("dinkes", "disdik")
        theirs.accept_all(theirs.hand_over("dinkes", Filling(THEIRS)))
        theirs.reported(round_)
        for scene in (ours, theirs):
            submission = Submission.objects.get(office=scene.office)
            write_of_channels(scene, submission)
            write_of_the_bank(scene, submission)
            write_a_rule(scene, submission)
        yield ours, theirs


def rows_of(kind: type[models.Model], office: Office) -> models.QuerySet[models.Model]:
    """This will give an office's rows of a kind, in a fixed order."""
    rows = kind._default_manager.order_by("pk")
    return rows.filter(assignments__office=office) if kind is Person else rows.filter(office=office)


def first_of(scene: Scene) -> Pick:
    """This will pick the first row of a kind."""

    def pick(kind: type[models.Model]) -> Sequence[models.Model]:
        return list(rows_of(kind, scene.office)[:1])

    return pick


def _mark(office: Office) -> None:
    """A canary stands in the name of every person, agency, table and variable."""
    Office.objects.filter(pk=office.pk).update(name=CANARY, regency=CANARY)
    Agency.objects.filter(office=office).update(name=CANARY, short_name=CANARY)
    Table.objects.filter(office=office).update(title=CANARY)
    Variable.objects.filter(office=office).update(name=CANARY)
    Person.objects.filter(assignments__office=office).update(name=CANARY)
    office.refresh_from_db()
