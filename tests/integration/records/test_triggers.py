"""The bank and the journal are append-only in the database itself, whoever writes and after every migration."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from sektoral.records import triggers
from sektoral.records.models import Event, Observation, Rule, RuleVersion
from tests.rounds import BOTH, Scene

pytestmark = pytest.mark.django_db

CHANGES: dict[str, object] = {
    "series": "lain",
    "variable": "lain",
    "area": "99",
    "dims": "x=1",
    "period": "2024",
    "row": "Z",
    "column": "z",
    "text": "1",
    "number": 1,
    "mark": "*",
    "status": "P",
    "explanation": "lain",
    "version": 9,
    "recorded_at": "2020-01-01T00:00Z",
    "sheet": "T99",
    "cell": "Z99",
    "event": 0,
    "letter": None,
    "id": 999_999,
}
TABLES = ["records_observation", "records_event", "records_rule", "records_ruleversion"]
SETTLING = {"claimed_until", "fence", "attempts", "next_try_at", "settled_at", "last_error_code"}


@pytest.fixture
def stored() -> Observation:
    scene = Scene()
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    rule = Rule.objects.create(office=scene.office, agency=scene.agency("dinkes"), table_code="T1", code="R1")
    RuleVersion.objects.create(
        office=scene.office, rule=rule, number=1, text="l <= p", severity="info", state="trial", made_at=scene.now
    )
    return Observation.objects.order_by("pk")[0]


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def test_a_figure_can_be_superseded_once_and_never_again(stored: Observation) -> None:
    at = stored.recorded_at + timedelta(days=1)
    assert Observation.objects.filter(pk=stored.pk).update(superseded_at=at) == 1
    for again in (None, at, at + timedelta(days=1)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Observation.objects.filter(pk=stored.pk).update(superseded_at=again)


def test_nothing_else_of_a_figure_ever_changes(stored: Observation) -> None:
    for field, value in CHANGES.items():
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Observation.objects.filter(pk=stored.pk).update(**{field: value})


def test_superseding_takes_no_other_change_along(stored: Observation) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Observation.objects.filter(pk=stored.pk).update(superseded_at=stored.recorded_at, text="1")


def test_every_column_of_a_figure_is_guarded(stored: Observation) -> None:
    columns = {field.column for field in Observation._meta.concrete_fields}
    assert columns - set(triggers.OBSERVATION_FROZEN) == {"superseded_at"}


def test_every_column_of_an_event_but_the_settling_is_guarded(stored: Observation) -> None:
    columns = {field.column for field in Event._meta.concrete_fields}
    assert columns - set(triggers.EVENT_FROZEN) == SETTLING


@pytest.mark.parametrize("table", TABLES)
def test_rows_stay_whatever_sql_is_used(table: str, stored: Observation) -> None:
    assert refused(f"DELETE FROM {table}")  # noqa: S608
    assert refused(f"DELETE FROM {table} WHERE id = (SELECT id FROM {table} LIMIT 1)")  # noqa: S608


@pytest.mark.parametrize("column", sorted(triggers.EVENT_FROZEN))
def test_nothing_of_an_event_changes(column: str, stored: Observation) -> None:
    assert refused(f"UPDATE records_event SET {column} = {_other(column)}")  # noqa: S608


@pytest.mark.parametrize("kind", [Rule, RuleVersion])
def test_nothing_of_a_rule_or_its_versions_changes(kind: type[models.Model], stored: Observation) -> None:
    for field in kind._meta.concrete_fields:
        assert refused(f'UPDATE {kind._meta.db_table} SET "{field.column}" = "{field.column}"')  # noqa: S608


def test_an_event_can_be_settled(stored: Observation) -> None:
    assert Event.objects.update(settled_at=stored.recorded_at, attempts=1, fence=7, last_error_code="x") > 1


@pytest.mark.postgres_only
@pytest.mark.parametrize("table", TABLES)
def test_truncate_is_refused_too(table: str, stored: Observation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else what is still to be checked would refuse it
    assert refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.sqlite_only
def test_replace_is_refused_too(stored: Observation) -> None:
    columns = [field.column for field in Observation._meta.concrete_fields]
    listed = ", ".join(f'"{column}"' for column in columns)
    read = ", ".join("'1'" if column == "text" else f'"{column}"' for column in columns)
    assert refused(f"INSERT OR REPLACE INTO records_observation ({listed}) SELECT {read} FROM records_observation")  # noqa: S608


def test_a_missing_trigger_is_named_and_migrating_puts_it_back() -> None:
    for name in triggers.names(connection.vendor):
        with connection.cursor() as cursor:
            table = f" ON records_{name.split('_')[0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{table}")
        assert triggers.missing() == [name]
        call_command("migrate", "records", verbosity=0, interactive=False)
        assert triggers.missing() == []


def _other(column: str) -> str:
    match column:
        case "id" | "sequence":
            return f"{column} + 100000"
        case "office_id":
            return f"'{'0' * 32}'"
        case "at":
            return "'2020-01-01 00:00:00+00'"
        case "facts":
            return """'{"lain": 1}'"""
        case _:
            return "'lain'"
