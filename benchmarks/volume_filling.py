"""Fills an installation: one office whose round is played, its agencies and rounds copied, and then the office itself.

What is copied is what a round leaves: people, tables, requests, letters, submissions, figures, messages, events.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.apps import apps
from django.db import connection, transaction

from benchmarks.bank_filling import drop_indexes
from benchmarks.copying import Model, Names, Pattern, key_of, set_aside
from sektoral.adapters.filling import Filling
from sektoral.records.models import (
    Agency,
    Assignment,
    Event,
    Holding,
    Invitation,
    JournalHead,
    Letter,
    Message,
    Observation,
    Office,
    Person,
    Request,
    Round,
    Submission,
    Table,
)
from sektoral.records.office_rows import rows_of_office
from sektoral.setup.made_up import MadeUpAgency
from tests.every_table import write_a_rule, write_of_channels, write_of_the_bank
from tests.offices import make_tiny_office
from tests.rounds import Scene, answers

AGENCIES, ROUNDS = 50, 8  # of each office
TABLES = 10  # of each agency but the three that play no part
SENT, WAITING, SILENT = "setor", "tunggu", "diam"  # whose data are in the bank, wait to be checked, never came
COPIES = {SENT: 30, WAITING: 7, SILENT: 7}  # with the three themselves and those of the tiny office: 50
MANY = 20  # offices from which the figures' indexes are quicker made anew
JOURNAL = 40  # times the events of the round that was played: about what eight rounds of 50 agencies leave


def filled(offices: int, *, tables: int = TABLES) -> Scene:
    """This will make the installation, with all its indexes told to the database; gives the office that was played."""
    scene = played(tables)
    with transaction.atomic():
        multiply(scene)
    indexes = drop_indexes() if offices > MANY else []
    add_offices(scene.office, offices - 1)
    add_one_of_each(scene)
    with connection.cursor() as cursor:
        for statement in (*indexes, f"ANALYZE {_ours()}"):
            cursor.execute(statement)
    return scene


def _ours() -> str:
    """Plans need to know the sizes. PostgreSQL is told our tables only: two tests at once wait for each other at its
    own; SQLite takes all or one.
    """
    models = apps.get_app_config("records").get_models()
    return ", ".join(model._meta.db_table for model in models) if connection.vendor == "postgresql" else ""


def counted() -> str:
    """This will say how much there is."""
    counts = {model: model._default_manager.count() for model in (Agency, Request, Letter, Event, Observation)}
    return ", ".join(f"{count:,} {model._meta.db_table.removeprefix('records_')}" for model, count in counts.items())


def played(tables: int) -> Scene:
    """This will make the office and play its round until one agency's data are stored and another's wait."""
    names = {SENT: "Dinas Setor", WAITING: "Dinas Tunggu", SILENT: "Dinas Diam"}
    scene = Scene(make_tiny_office(more=[MadeUpAgency(code, name, tables) for code, name in names.items()]))
    scene.collecting(SENT, WAITING, SILENT)
    whole = Filling(answers([f"T{n:02}" for n in range(1, tables + 1)]))
    scene.accept_all(scene.hand_over(SENT, whole))
    scene.hand_over(WAITING, whole)
    return scene


def multiply(scene: Scene) -> None:
    """This will bring the office to its agencies, its earlier rounds and a long journal."""
    for code, copies in COPIES.items():
        agency = scene.agency(code)
        people = Assignment.objects.filter(agency=agency).values_list("person", flat=True)
        roots = {Agency: f'"id" = {key_of(agency)}', Person: _among(Person, list(people))}
        with set_aside(f"{code}-", roots, _agency_names(code)) as pattern:
            _copy(pattern, copies)
    _add_rounds(scene)
    _lengthen_journal(scene.office)


def add_offices(office: Office, count: int) -> None:
    """This will copy the whole office, each copy in a transaction of its own."""
    conditions = rows_of_office(office.pk)
    roots: Mapping[Model, str] = {model: conditions[model._meta.db_table] for model in (Office, Person)}
    with set_aside("office-", roots, OFFICE_NAMES) as pattern:
        for number in range(1, count + 1):
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    connection.cursor().execute("SET LOCAL session_replication_role = replica")  # nothing to check anew
                pattern.copy(number)


def add_one_of_each(scene: Scene) -> None:
    """This will add what no round leaves by itself, so that every address has something to show."""
    submission = Submission.objects.filter(office=scene.office, request__agency__code=SENT)[0]
    write_of_channels(scene, submission)
    write_of_the_bank(scene, submission)
    write_a_rule(scene, submission)


def _copy(pattern: Pattern, copies: int) -> None:
    for number in range(1, copies + 1):
        pattern.copy(number)


def _among(model: Model, keys: list[object]) -> str:
    rows = model._default_manager.filter(pk__in=keys)
    return f'"id" IN ({", ".join(key_of(row) for row in rows)})'


def _agency_names(code: str) -> Names:
    return {
        (Agency, "code"): "\"code\" || '-{n}'",
        (Agency, "name"): "\"name\" || ' {n}'",
        (Agency, "position"): '"position" + 10 * {n}',
        (Person, "email"): "'{n}.' || \"email\"",
        (Letter, "token"): _token(code),
        (Letter, "number"): _number("{n}"),
        (Message, "key"): "\"key\" || '/{n}'",
        (Observation, "series"): "'" + code + '-{n}\' || "series"',
    }


OFFICE_NAMES: Names = {
    (Office, "slug"): "\"slug\" || '-{n}'",
    (Office, "name"): "'Kantor Salinan {n}'",
    (Agency, "name"): "\"name\" || ' Salinan {n}'",
    (Table, "title"): "\"title\" || ' Salinan {n}'",
    (Person, "name"): "\"name\" || ' Salinan {n}'",
    (Person, "email"): "'k{n}.' || \"email\"",
    (Letter, "token"): "MD5(\"token\" || '/{n}')",
    (Invitation, "token_hash"): "MD5(\"token_hash\" || '/{n}')",
}


def _token(mark: str) -> str:
    return f"MD5(\"token\" || '{mark}{{n}}')"


def _number(suffix: str) -> str:
    return f"CASE WHEN \"number\" = '' THEN '' ELSE \"number\" || '/{suffix}' END"


def _add_rounds(scene: Scene) -> None:
    """The years before, each a round whose intake is closed for good."""
    round_ = Round.objects.get(office=scene.office)
    roots: Mapping[Model, str] = {Round: f'"id" = {key_of(round_)}', Holding: f"\"period\" = '{scene.period}'"}
    for back in range(1, ROUNDS):
        year = str(int(scene.period) - back)
        then = (round_.opened_at - timedelta(days=365 * back)).strftime("%Y-%m-%d %H:%M:%S")
        with set_aside("round-", roots, _round_names(year, then)) as pattern:
            pattern.copy(back)


def _round_names(year: str, then: str) -> Names:
    return {
        (Round, "period"): f"'{year}'",
        (Round, "title"): f"'Putaran data {year}'",
        (Round, "state"): "'closed'",
        (Round, "opened_at"): f"'{then}'",
        (Round, "closed_at"): f"'{then}'",
        (Holding, "period"): f"'{year}'",
        (Letter, "token"): _token(year),
        (Letter, "number"): _number(year),
        (Message, "key"): f"\"key\" || '/{year}'",
        (Observation, "period"): f"'{year}'",
        (Observation, "series"): f"'{year}-' || \"series\"",
    }


def _lengthen_journal(office: Office) -> None:
    head = JournalHead.objects.get(office_id=office.pk)
    names: Names = {(Event, "sequence"): f'"sequence" + {head.sequence} * {{n}}'}
    condition = f'"office_id" = {key_of(office)}'
    with set_aside("events-", {Event: condition}, names) as pattern:
        _copy(pattern, JOURNAL)
    JournalHead.objects.filter(pk=head.pk).update(sequence=head.sequence * (1 + JOURNAL))
