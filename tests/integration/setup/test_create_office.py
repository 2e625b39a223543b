"""An office is stored whole, with its calendar, SOP, catalogue and people, and is refused a second time."""

import json

import pytest

from sektoral.domain.errors import WrongState
from sektoral.domain.roles import Role
from sektoral.domain.sop_text import load_sop
from sektoral.records.calendars import calendar_of
from sektoral.records.models import (
    Agency,
    Assignment,
    Code,
    Codelist,
    Event,
    Office,
    Person,
    RuleVersion,
    Sop,
    Table,
    Variable,
)
from sektoral.records.rules import definitions_of
from sektoral.records.sop_versions import digest_of
from sektoral.setup.actions import create_office
from sektoral.setup.facts import load_calendar, load_office_facts, load_office_sop
from tests.offices import CREATED_AT, make_tiny_office, make_two_offices, person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def labura() -> Office:
    return create_office(facts=load_office_facts(), at=CREATED_AT)


def test_the_shipped_office_has_all_its_agencies_tables_and_regions(labura: Office) -> None:
    assert Agency.objects.filter(office=labura).count() == 39
    assert Agency.objects.get(office=labura, is_office=True).code == "diskominfo"
    assert Table.objects.filter(office=labura).count() == 134
    assert not Agency.objects.filter(office=labura, tables=None).exists()
    regions = Codelist.objects.get(office=labura, code="wilayah")
    assert regions.codes.filter(kind="kecamatan").count() == 8
    assert regions.codes.filter(kind__in=["desa", "kelurahan"]).exclude(bps_code="").count() == 90
    assert "Open Database License" in regions.source


def test_a_stored_calendar_says_the_same_as_the_shipped_one(labura: Office) -> None:
    stored, shipped = calendar_of(labura), load_calendar("labura")
    assert stored.covered_years == shipped.covered_years
    assert stored.due_day(CREATED_AT.date(), 60) == shipped.due_day(CREATED_AT.date(), 60)
    ramadan = shipped.overrides[0].first
    assert stored.close_of(ramadan) == shipped.close_of(ramadan)


def test_a_stored_sop_reads_back_word_for_word(labura: Office) -> None:
    sop = Sop.objects.get(office=labura, version=1)
    assert load_sop(json.dumps(sop.content)) == load_office_sop("labura")
    assert (sop.effective_on.isoformat(), sop.is_chart_approved) == ("2022-09-20", False)


def test_a_stored_table_reads_back_as_it_was_and_its_rules_are_kept_apart(labura: Office) -> None:
    shipped = {(entry.agency_code, entry.table.code): entry.table for entry in load_office_facts().catalogue}
    tables = list(Table.objects.filter(office=labura).select_related("agency"))
    definitions = definitions_of(tables, as_of=CREATED_AT)
    for table in tables:
        assert definitions[table.pk] == shipped[table.agency.code, table.code]
        assert table.definition["rules"] == []
    assert RuleVersion.objects.filter(office=labura).count() == sum(len(table.rules) for table in shipped.values()) > 4
    assert Variable.objects.filter(office=labura).count() == 120


def test_every_lane_is_held_and_every_agency_has_a_head_and_an_operator(labura: Office) -> None:
    held = Assignment.objects.filter(office=labura)
    assert held.filter(role=Role.JP).count() == 2
    for role in (Role.KADIS, Role.KABID, Role.SUKOR, Role.ADMIN, Role.AUDITOR, Role.STEWARD, Role.FORUM):
        assert held.filter(role=role).count() == 1
    for role in (Role.HEAD, Role.OPERATOR):
        assert held.filter(role=role).values("agency").distinct().count() == 39
    assert not Person.objects.get(email="kadis@contoh.example").has_usable_password()


def test_every_name_and_address_is_plainly_invented(labura: Office) -> None:
    for person in Person.objects.all():
        assert person.name.startswith("Contoh ")
        assert person.email.endswith("@contoh.example")
    assert set(Assignment.objects.values_list("nip", flat=True)) == {"NIP (contoh)"}


def test_making_an_office_is_journalled_once_per_kind(labura: Office) -> None:
    events = Event.objects.filter(office_id=labura.pk)
    assert [event.kind for event in events] == ["office.created", "calendar.changed", "assignment.changed"]
    sop = digest_of(Sop.objects.get(office=labura).content)
    assert events[0].facts == {"agencies": 39, "tables": 134, "regions": 100, "sop_sha256": sop}


def test_the_same_office_is_not_made_twice(labura: Office) -> None:
    with pytest.raises(WrongState, match="office_exists"):
        create_office(facts=load_office_facts(), at=CREATED_AT)
    assert Office.objects.count() == 1


def test_two_offices_share_nothing() -> None:
    here, there = make_two_offices()
    assert {here.time_zone, there.time_zone} == {"Asia/Jakarta", "Asia/Makassar"}
    for model in (Agency, Table, Variable, Code, Assignment):
        assert model._default_manager.filter(office=here).count() == model._default_manager.filter(office=there).count()
    assert person_of(here, "kadis") != person_of(there, "kadis")
    assert not Assignment.objects.filter(office=here, person__email__endswith="@seberang.example").exists()


def test_the_tiny_office_has_tables_named_as_scenarios_name_them() -> None:
    office = make_tiny_office()
    tables = Table.objects.filter(office=office, agency__code="dinkes")
    assert sorted(tables.values_list("code", flat=True)) == ["T1", "T2"]
    assert person_of(office, "operator.dinkes").assignments.get().role == Role.OPERATOR
