"""Filling in: what a person writes stands where the sheets say it belongs."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from sektoral.adapters.filling import Filling, fill_instrument
from sektoral.adapters.workbooks import write_instrument
from sektoral.domain.errors import Invalid
from tests.instruments import health_instrument


@pytest.fixture(scope="module")
def made():
    at = datetime(2026, 11, 23, 3, tzinfo=UTC)
    return write_instrument(health_instrument(), signing_key=bytes(32), key_id="k1", made_at=at)


def fill(made, **answers):
    return load_workbook(io.BytesIO(fill_instrument(made, Filling(**answers))))


def test_values_and_marks_stand_in_their_cells(made):
    answers = {
        ("T01", "12.23.02", "P"): 345,
        ("T04", "12.23", "1.02.008"): Decimal("87.5"),
        ("T02", "12.23.08", "J18.15+"): "...",
    }
    book = fill(made, values=answers)
    assert (book["T01"]["D9"].value, book["T04"]["C16"].value, book["T02"]["H15"].value) == (345, 87.5, "...")


def test_declarations_stand_in_the_list(made):
    book = fill(
        made, nil={"T03"}, unavailable={"T05": "3"}, natures={"T01": "* Sementara"}, remarks={"T05": "Di BPKAD"}
    )
    listing = book["Daftar"]
    assert (listing["H10"].value, listing["I12"].value) == ("Nihil", "3 · Ada di instansi lain")
    assert (listing["J8"].value, listing["K12"].value) == ("* Sementara", "Di BPKAD")


def test_own_totals_explanations_and_corrections_stand_in_their_places(made):
    book = fill(
        made,
        own_totals={("T01", "L"): 700, ("T01", "Jumlah"): 1400},
        explanations={("T01", "12.23.01"): "Puskesmas baru"},
        corrections={("1.02.003", 5): "Termasuk lahir mati? Tidak."},
    )
    assert (book["T01"]["C17"].value, book["T01"]["E17"].value) == (700, 1400)
    assert book["T01"]["K8"].value == "Puskesmas baru"
    assert book["Metadata"]["E27"].value == "Termasuk lahir mati? Tidak."


def test_slips_land_where_they_are_told(made):
    book = fill(made, slips={("T01", "C9"): "=120+85", ("T01", "E13"): 700, ("T02", "A8"): "12.23.99"})
    assert (book["T01"]["C9"].value, book["T01"]["C9"].data_type) == ("=120+85", "f")
    assert (book["T01"]["E13"].value, book["T02"]["A8"].value) == (700, "12.23.99")


def test_locks_names_and_refusals_survive(made):
    before, after = load_workbook(io.BytesIO(made)), fill(made, nil={"T01"})
    assert before.defined_names.keys() == after.defined_names.keys()
    for name in before.sheetnames:
        counts = [len(book[name].data_validations.dataValidation) for book in (before, after)]
        assert counts[0] == counts[1]
        assert before[name].protection.sheet == after[name].protection.sheet


@pytest.mark.parametrize("key", [("T99", "12.23.01", "L"), ("T01", "12.23.99", "L"), ("T01", "12.23.01", "X")])
def test_an_answer_to_what_was_not_asked_is_an_error(made, key):
    with pytest.raises(KeyError):
        fill(made, values={key: 1})


def test_a_foreign_workbook_is_refused():
    target = io.BytesIO()
    Workbook().save(target)
    with pytest.raises(Invalid) as refusal:
        fill_instrument(target.getvalue(), Filling())
    assert refusal.value.code == "manifest_missing"
