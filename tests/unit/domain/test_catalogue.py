"""The shipped catalogue holds what an instrument needs of every table, for every agency."""

import csv
import json
from decimal import Decimal

import pytest

from sektoral.domain.catalogue import CatalogueEntry, load_catalogue, load_codelists
from sektoral.domain.errors import Invalid
from sektoral.domain.instruments import ValueKind
from sektoral.setup.facts import load_office_catalogue, read_fact

TEXT = read_fact("labura", "catalogue.json")
ENTRIES = load_office_catalogue("labura")
AGENCIES = [row["code"] for row in csv.DictReader(read_fact("labura", "agencies.csv").splitlines())]
REGIONS = {row["code"]: row for row in csv.DictReader(read_fact("labura", "regions.csv").splitlines())}
every_table = pytest.mark.parametrize("agency", AGENCIES)


def owed_by(agency: str) -> list[CatalogueEntry]:
    return [entry for entry in ENTRIES if entry.agency_code == agency]


def test_every_agency_owes_at_least_one_table() -> None:
    assert len(AGENCIES) == 39
    assert {entry.agency_code for entry in ENTRIES} == set(AGENCIES)


def test_a_table_code_is_unique_in_its_agency() -> None:
    keys = [(entry.agency_code, entry.table.code) for entry in ENTRIES]
    assert len(set(keys)) == len(keys)


def test_a_variable_means_the_same_in_every_table() -> None:
    known = {variable.code: variable for entry in ENTRIES for variable in entry.table.variables}
    for entry in ENTRIES:
        for variable in entry.table.variables:
            other = known[variable.code]
            assert (variable.name, variable.unit, variable.kind) == (other.name, other.unit, other.kind)


def test_the_hospital_has_tables_of_its_own() -> None:
    assert {e.table.code for e in ENTRIES if e.agency_code == "rsud"} == {"1.02.101", "1.02.102", "1.02.103"}


def test_the_eight_kecamatan_list_all_their_desa_and_kelurahan() -> None:
    worship = [entry for entry in ENTRIES if entry.table.code == "7.01.002"]
    officials = [entry for entry in ENTRIES if entry.table.code == "7.01.001"]
    assert (len(worship), sum(len(e.table.rows) for e in worship)) == (8, 90)
    assert (len(officials), sum(len(e.table.rows) for e in officials)) == (8, 82)


@every_table
def test_one_unit_holds_for_the_whole_table(agency: str) -> None:
    for entry in owed_by(agency):
        assert {variable.unit for variable in entry.table.variables} == {entry.table.unit}
        assert "dan" not in entry.table.unit.split()


@every_table
def test_a_table_is_small_enough_to_fill_and_its_codes_are_unique(agency: str) -> None:
    for entry in owed_by(agency):
        table = entry.table
        assert 1 <= len(table.columns) <= 12
        assert 1 <= len(table.rows) <= 20
        assert len({row.code for row in table.rows}) == len(table.rows)
        assert len({column.code for column in table.columns}) == len(table.columns)
        assert {column.variable for column in table.columns} == {variable.code for variable in table.variables}
        assert len({(column.variable, column.dims) for column in table.columns}) == len(table.columns)


@every_table
def test_rows_are_known_regions_or_named_categories(agency: str) -> None:
    for entry in owed_by(agency):
        for row in entry.table.rows:
            assert row.area in REGIONS if row.area else row.dims
            if row.area:
                assert row.label.removeprefix("Kabupaten ") == REGIONS[row.area]["name"]


@every_table
def test_rates_are_never_added(agency: str) -> None:
    for entry in owed_by(agency):
        rates = {ValueKind.PERCENT, ValueKind.INDEX}
        measures = {"persentase", "indeks", "rata-rata", "harga"}
        if any(v.kind in rates or v.measure in measures for v in entry.table.variables):
            assert entry.table.total_label == ""
            assert entry.table.row_totals == ()


@every_table
def test_limits_are_numbers_in_order_and_counts_are_whole(agency: str) -> None:
    for entry in owed_by(agency):
        for variable in entry.table.variables:
            low, high = Decimal(variable.minimum or "-1e30"), Decimal(variable.maximum or "1e30")
            assert low < high
            if variable.kind in {ValueKind.COUNT, ValueKind.RUPIAH}:
                assert variable.decimals == 0
            if variable.kind is ValueKind.PERCENT:
                assert (variable.minimum, variable.maximum) == ("0", "100")
            assert all((variable.name, variable.concept, variable.definition, variable.measure))


@every_table
def test_rules_speak_of_columns_of_their_table(agency: str) -> None:
    for entry in owed_by(agency):
        names = {column.code for column in entry.table.columns}
        for rule in entry.table.rules:
            code = compile(rule.text, "rule", "eval")
            assert set(code.co_names) <= names
        assert all(name.isidentifier() for name in names)


@every_table
def test_row_totals_add_columns_of_one_variable(agency: str) -> None:
    for entry in owed_by(agency):
        owner = {column.code: column.variable for column in entry.table.columns}
        for total in entry.table.row_totals:
            assert len({owner[code] for code in total.columns}) == 1
            assert len(total.columns) > 1


def test_what_was_left_out_has_a_reason() -> None:
    dropped = [pair for entry in ENTRIES for pair in entry.dropped]
    assert dropped
    assert all(what and why for what, why in dropped)


def test_code_lists_have_distinct_labels() -> None:
    for codelist in load_codelists(TEXT):
        labels = [label for _, label in codelist.codes]
        assert len(set(labels)) == len(labels) >= 2


def test_apm_stays_under_apk_by_a_rule() -> None:
    table = next(entry.table for entry in ENTRIES if entry.table.code == "1.01.007")
    assert tuple(rule.text for rule in table.rules) == ("apm_l <= apk_l", "apm_p <= apk_p")
    assert [column.group for column in table.columns] == ["APK", "APK", "APM", "APM"]


def _broken(key: str, value: object) -> str:
    raw = json.loads(TEXT)
    raw["tables"] = raw["tables"][:1]
    raw["tables"][0][key] = value
    return json.dumps(raw)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        _broken("rows", "planet"),
        _broken("variables", []),
        _broken("variables", [{"code": "x"}]),
        TEXT.replace('"kind": "count"', '"kind": "banyak"', 1),
        TEXT.replace('"TK": "TK/RA"', '"1 TK": "TK/RA"', 1),
    ],
)
def test_an_unreadable_catalogue_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="catalogue_unreadable"):
        load_catalogue(text)
