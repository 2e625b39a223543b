"""How letters are numbered: templates that never repeat, numbers from the register, kinds that differ."""

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.errors import Invalid
from sektoral.domain.letters import LetterKind
from sektoral.domain.numbering import (
    CLASSIFICATION,
    NUMBER_TEMPLATE,
    RECEIPTS,
    Numbering,
    OfficeNumbering,
    Override,
    Source,
    check_numbering,
    check_template,
    format_number,
    read_number,
    read_numbering,
    store_numbering,
)


def test_the_default_template_writes_classification_sequence_unit_and_year() -> None:
    number = format_number(NUMBER_TEMPLATE, classification=CLASSIFICATION, sequence=371, unit="DISKOMINFO", year=2026)
    assert number == "500.14/371/DISKOMINFO/2026"


@pytest.mark.parametrize(
    ("template", "number"),
    [
        ("{klasifikasi}/{urut:03}/{unit}/{tahun}", "000.8.3.3/007/OR/2026"),
        ("B/{klasifikasi}/{urut}/{unit}/IX/{tahun}", "B/000.8.3.3/7/OR/IX/2026"),
        ("{urut}/{tahun}", "7/2026"),
        ("{tahun}-{urut:06}", "2026-000007"),
    ],
)
def test_an_office_may_choose_its_own_template(template: str, number: str) -> None:
    check_template(template)
    assert format_number(template, classification="000.8.3.3", sequence=7, unit="OR", year=2026) == number


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("", "number_template_without"),
        ("{klasifikasi}/{unit}/{tahun}", "number_template_without"),
        ("{klasifikasi}/{urut}/{unit}", "number_template_without"),  # the counter begins anew each year
        ("{urut}/{urut}/{tahun}", "number_template_without"),
        ("{urut}/{bulan}/{tahun}", "number_template_field"),
        ("{urut}/{}/{tahun}", "number_template_field"),
        ("{urut}/{unit.__class__}/{tahun}", "number_template_field"),
        ("{urut", "number_template"),
        ("{urut}}/{tahun}", "number_template"),
        ("{urut!r}/{tahun}", "number_template"),
        ("{urut}/\n{tahun}", "number_template"),
        ("{urut:e}/{tahun}", "number_template_padding"),
        ("{urut:.1}/{tahun}", "number_template_padding"),
        ("{urut:09}/{tahun}", "number_template_padding"),
        ("{urut}/{tahun:02}", "number_template_padding"),
        ("{urut}{tahun}", "number_template_runs_together"),
        ("{klasifikasi}{urut}/{tahun}", "number_template_runs_together"),
        ("1{urut}/{tahun}", "number_template_runs_together"),
        ("{urut}0/{tahun}", "number_template_runs_together"),
        ("{urut}/{tahun}" + "x" * 100, "number_too_long"),
    ],
)
def test_a_template_that_cannot_number_letters_or_would_repeat_is_refused(template: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_template(template)
    assert refusal.value.code == code


SIGNS = ("/", "-", "", "0", "B", ".")
TEMPLATES = [
    first + one.join(order[:2]) + two + order[2]
    for urut in ("{urut}", "{urut:03}")
    for order in permutations((urut, "{tahun}", "{unit}"))
    for first, one, two in product(("", "7"), SIGNS, SIGNS)
]
PLACES = st.tuples(st.integers(1, 1500), st.integers(2020, 2035))


@given(st.sampled_from(TEMPLATES), PLACES, PLACES)
def test_no_template_that_is_accepted_gives_two_places_one_number(
    template: str, one: tuple[int, int], other: tuple[int, int]
) -> None:
    try:
        check_template(template)
    except Invalid:
        return
    first, second = (
        format_number(template, classification="500.14", sequence=sequence, unit="UNIT7", year=year)
        for sequence, year in (one, other)
    )
    assert (first == second) == (one == other)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("500.14/12/DISKOMINFO/2026", "500.14/12/DISKOMINFO/2026"),
        ("  500.14 / 12 /DISKOMINFO/2026\n", "500.14/12/DISKOMINFO/2026"),
        ("B/500.12.16.3/573/BPBD-KL/IX/2026", "B/500.12.16.3/573/BPBD-KL/IX/2026"),
        ("7", "7"),
    ],
)
def test_a_number_is_read_as_it_was_typed(typed: str, read: str) -> None:
    assert read_number(typed) == read


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "number_missing"),
        (" \t\n ", "number_missing"),
        ("1" * 101, "number_too_long"),
        ("500.14 12 DISKOMINFO", "number_with_spaces"),
        ("500.14/1\u00a02", "number_with_spaces"),
        ("500.14/1\x002", "number_unreadable"),
        ("500.14/1\u202e2", "number_unreadable"),
        ("=1+1", "number_unreadable"),
        ("<b>1</b>", "number_unreadable"),
        ("–", "number_unreadable"),
        ("belum/ada", "number_unreadable"),
        ("/12/", "number_unreadable"),
        ("500.14/１２", "number_unreadable"),  # full-width digits look the same and are others
    ],
)
def test_what_is_no_number_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_number(typed)
    assert refusal.value.code == code


@given(st.text(max_size=120))
def test_whatever_is_typed_is_read_the_same_again_or_refused(typed: str) -> None:
    try:
        read = read_number(typed)
    except Invalid:
        return
    assert read_number(read) == read
    assert read.isascii()
    assert read.isprintable()


def test_a_kind_says_only_in_what_it_differs() -> None:
    usual = Numbering("{klasifikasi}/{urut}/{unit}/{tahun}", "500.14")
    numbering = OfficeNumbering(usual, {LetterKind.SOP: Override(classification="000.8.3.3", source=Source.REGISTER)})
    stored = store_numbering(numbering)
    assert stored == {"source": "counter", "kinds": {"sop": {"classification": "000.8.3.3", "source": "register"}}}
    read = read_numbering(stored, usual)
    assert read.of(LetterKind.SOP) == Numbering(usual.template, "000.8.3.3", Source.REGISTER)
    assert read.of(LetterKind.REQUEST) == usual
    assert read.of(LetterKind.RECEIPT) == RECEIPTS


def test_an_office_that_stored_nothing_is_numbered_as_usual() -> None:
    usual = Numbering()
    assert read_numbering({}, usual) == OfficeNumbering(usual)


def test_receipts_are_counted_by_the_program_whatever_is_usual() -> None:
    assert OfficeNumbering(Numbering(source=Source.REGISTER)).of(LetterKind.RECEIPT).source is Source.COUNTER


@pytest.mark.parametrize(
    ("override", "code"),
    [
        (Override(template="{urut}/{tahun}/{bulan}"), "number_template_field"),
        (Override(classification="statistik"), "classification_unreadable"),
        (Override(template="Nomor {urut}/{tahun}"), "number_with_spaces"),
        (Override(template="{urut}/{tahun}/{unit}/" + "Dinas" * 13), "number_too_long"),
    ],
)
def test_every_kind_must_be_numberable(override: Override, code: str) -> None:
    check_numbering(OfficeNumbering(), unit="DISKOMINFO")
    with pytest.raises(Invalid) as refusal:
        check_numbering(OfficeNumbering(kinds={LetterKind.MEMO: override}), unit="DISKOMINFO" * 3)
    assert refusal.value.code == code
