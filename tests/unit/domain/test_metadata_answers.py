"""Which entries apply, how complete a form is, and what is wrong with an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.metadata_answers import (
    Answers,
    Bearing,
    Rows,
    applicable,
    bearing_of,
    completeness_of,
    differences,
    faults_of,
    is_answered,
    one_line,
    read_answers,
    text_of,
)
from sektoral.domain.metadata_forms import MetadataKind, form_of
from tests.metadata_answers import some_answers, some_rows, whole

ACTIVITY, VARIABLE, INDICATOR = (form_of(kind) for kind in MetadataKind)
COMPILED: dict[str, Rows] = {
    **whole(ACTIVITY),
    "cara_pengumpulan": one_line("Kompilasi Produk Administrasi"),
    "metode": one_line("Pengumpulan Data Sekunder"),
    "rekomendasi": one_line("Tidak"),
    "produk": (("Ya",), ("Tidak",), ("Tidak",)),
    "rencana_rilis": (("2026-05-01",), ("",), ("",)),
}
NOTHING: Rows = ()
CONDITIONS = [  # entry, the other answer, what it means
    ("unit_sampel", {"cara_pengumpulan": one_line("Survei")}, Bearing.APPLIES),
    ("unit_sampel", {"cara_pengumpulan": one_line("Pencacahan Lengkap")}, Bearing.DROPS),
    ("unit_sampel", {}, Bearing.UNDECIDED),
    ("petugas", {"metode": (("Wawancara",), ("Lainnya",))}, Bearing.APPLIES),
    ("petugas", {"metode": (("Lainnya",),)}, Bearing.DROPS),
    ("petugas", {"metode": ()}, Bearing.UNDECIDED),
    ("identitas_rekomendasi", {"rekomendasi": one_line("Ya")}, Bearing.APPLIES),
    ("identitas_rekomendasi", {"rekomendasi": one_line("Tidak")}, Bearing.DROPS),
    ("frekuensi", {"pelaksanaan": one_line("Hanya sekali")}, Bearing.DROPS),
    ("wilayah", {"cakupan_wilayah": one_line("Seluruh Wilayah Indonesia")}, Bearing.DROPS),
    ("rencana_rilis", {"produk": (("Ya",), ("",), ("",))}, Bearing.APPLIES),
    ("rencana_rilis", {"produk": (("Tidak",), ("",), ("",))}, Bearing.UNDECIDED),
    ("rencana_rilis", {"produk": (("Tidak",), ("Tidak",), ("Tidak",))}, Bearing.DROPS),
    ("judul_kegiatan", {}, Bearing.APPLIES),
]


@pytest.mark.parametrize(("key", "answers", "bearing"), CONDITIONS)
def test_whether_an_entry_applies_follows_from_the_other_answer(key: str, answers: Answers, bearing: Bearing) -> None:
    assert bearing_of(ACTIVITY, ACTIVITY.entry(key), answers) is bearing


def test_a_composite_indicator_names_indicators_and_any_other_names_variables() -> None:
    for composite, asked, dropped in (
        ("Ya", "indikator_pembangun", "variabel_pembangun"),
        ("Tidak", "variabel_pembangun", "indikator_pembangun"),
    ):
        answers = {"komposit": one_line(composite)}
        assert bearing_of(INDICATOR, INDICATOR.entry(asked), answers) is Bearing.APPLIES
        assert bearing_of(INDICATOR, INDICATOR.entry(dropped), answers) is Bearing.DROPS


def test_compiled_data_need_neither_a_sample_nor_interviewers() -> None:
    found = completeness_of(ACTIVITY, COMPILED)
    assert (found.missing, found.percent) == ((), 100)
    survey = completeness_of(ACTIVITY, {**COMPILED, "cara_pengumpulan": one_line("Survei")})
    assert survey.applicable == found.applicable + 8


def test_a_condition_without_its_input_counts_as_not_answered() -> None:
    answers = {**COMPILED, "cara_pengumpulan": NOTHING}
    found = completeness_of(ACTIVITY, answers)
    assert {"cara_pengumpulan", "rancangan_sampel", "unit_observasi"} <= set(found.missing)
    assert found.applicable == completeness_of(ACTIVITY, COMPILED).applicable + 8


def test_only_the_products_there_are_need_a_day_of_release() -> None:
    assert is_answered(ACTIVITY.entry("rencana_rilis"), COMPILED)
    both = {**COMPILED, "produk": (("Ya",), ("Ya",), ("Tidak",))}
    assert not is_answered(ACTIVITY.entry("rencana_rilis"), both)


def test_a_form_without_answers_is_at_nought() -> None:
    for form in (ACTIVITY, VARIABLE, INDICATOR):
        assert completeness_of(form, {}).percent == 0


@given(some_answers(ACTIVITY))
def test_completeness_counts_each_entry_once_and_a_hundred_is_complete(answers: dict[str, Rows]) -> None:
    found = completeness_of(ACTIVITY, answers)
    assert found.answered + len(found.missing) == found.applicable
    assert (found.percent == 100) == found.is_complete
    required = {entry.key for entry in ACTIVITY.entries if entry.required}
    assert set(found.missing) <= required


@given(some_answers(ACTIVITY), st.data())
def test_answering_what_is_missing_never_lowers_the_score(answers: dict[str, Rows], data: st.DataObject) -> None:
    before = completeness_of(ACTIVITY, answers)
    empty = [entry for entry in ACTIVITY.entries if not any(any(row) for row in answers[entry.key])]
    if not empty:
        return
    entry = data.draw(st.sampled_from(empty))
    after = completeness_of(ACTIVITY, {**answers, entry.key: data.draw(some_rows(entry))})
    assert len(after.missing) <= len(before.missing)
    assert after.answered * before.applicable >= before.answered * after.applicable


@given(some_answers(ACTIVITY))
def test_what_goes_out_says_nothing_that_does_not_apply(answers: dict[str, Rows]) -> None:
    shown = applicable(ACTIVITY, answers)
    assert completeness_of(ACTIVITY, shown) == completeness_of(ACTIVITY, answers)
    for key in shown:
        assert bearing_of(ACTIVITY, ACTIVITY.entry(key), answers) is not Bearing.DROPS


# ── Faults ─────────────────────────────────────────────────────────────────


def test_whole_forms_have_no_fault() -> None:
    for form in (ACTIVITY, VARIABLE, INDICATOR):
        assert faults_of(form, whole(form)) == ()


FAULTS: list[tuple[str, Rows]] = [
    ("tahun", one_line("25")),
    ("email", one_line("bukan surel")),
    ("jenis_statistik", one_line("Sektor")),
    ("jenis_statistik", (("Dasar",), ("Khusus",))),
    ("metode", (("Wawancara",), ("Wawancara",))),
    ("jumlah_supervisor", one_line("dua")),
    ("judul_kegiatan", one_line("x" * 501)),
    ("judul_kegiatan", one_line("tak\u200btampak")),
    ("jadwal", (("2026-13-01", "2026-12-01"),)),
    ("jadwal", (("2026-12-01",),)),
    ("produk", (("Mungkin",), ("Ya",), ("Ya",))),
    ("variabel", tuple(("a", "b", "c", "d") for _ in range(301))),
    ("tidak_dikenal", one_line("x")),
]


@pytest.mark.parametrize(("key", "rows"), FAULTS)
def test_an_answer_of_the_wrong_kind_is_a_fault_at_its_entry(key: str, rows: Rows) -> None:
    assert [fault.key for fault in faults_of(ACTIVITY, {**COMPILED, key: rows})] == [key]


def test_an_item_that_would_divide_in_two_is_a_fault() -> None:
    assert [one.key for one in faults_of(VARIABLE, {"konsep": (("a|b",),)})] == ["konsep"]


def test_all_faults_are_found_at_once() -> None:
    answers = {"tahun": one_line("x"), "email": one_line("y"), "pj_email": one_line("z")}
    assert [one.key for one in faults_of(ACTIVITY, answers)] == ["tahun", "email", "pj_email"]


CROSSED: list[tuple[str, dict[str, Rows]]] = [
    ("jumlah_enumerator", {"jumlah_supervisor": one_line("5"), "jumlah_enumerator": one_line("4")}),
    (
        "metode_sampel",
        {"metode_pemilihan": one_line("Sampel Probabilitas"), "metode_sampel": one_line("Quota Sampling")},
    ),
    ("jadwal", {"jadwal": (("2026-02-01", "2026-01-01"), *[("2026-01-01", "2026-01-01")] * 6)}),
]


@pytest.mark.parametrize(("key", "answers"), CROSSED)
def test_answers_that_contradict_each_other_are_a_fault(key: str, answers: dict[str, Rows]) -> None:
    interviewed = {"cara_pengumpulan": one_line("Survei"), "metode": one_line("Wawancara")}
    assert [fault.key for fault in faults_of(ACTIVITY, {**interviewed, **answers})] == [key]


def test_answers_to_what_does_not_apply_contradict_nothing() -> None:
    answers = {"metode": one_line("Lainnya"), "jumlah_supervisor": one_line("5"), "jumlah_enumerator": one_line("4")}
    assert faults_of(ACTIVITY, answers) == ()


def test_two_versions_differ_where_their_answers_do() -> None:
    after = {**COMPILED, "tahun": one_line("2026"), "produk": (("Ya",), ("Ya",), ("Tidak",))}
    found = differences(ACTIVITY, COMPILED, after)
    assert [(one.entry.key, one.after) for one in found] == [
        ("tahun", "2026"),
        ("produk", "Tercetak (hardcopy): Ya\nDigital (softcopy): Ya\nData mikro: Tidak"),
    ]
    assert text_of(ACTIVITY.entry("jadwal"), (("2026-01-01", "2026-01-31"),)) == (
        "Perencanaan kegiatan: 1 Januari 2026 s.d. 31 Januari 2026"
    )


def test_answers_come_back_from_what_is_stored() -> None:
    stored = {key: [list(row) for row in rows] for key, rows in COMPILED.items()}
    assert read_answers(stored) == COMPILED
