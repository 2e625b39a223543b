"""What an SOP must hold before it is signed: one fault each, found at its field and said in words."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.sop_changes import SopChange, compare_sops
from sektoral.domain.sop_checks import check_sop
from sektoral.domain.sop_faults import SOP_SENTENCES, say
from sektoral.domain.sop_text import SopText, listed_symbols, load_sop
from sektoral.setup.facts import read_fact

TEXT = read_fact("labura", "sop.json")
OF_THE_RECORDS = {"sop_number_taken", "sop_change_missing"}  # they need other versions beside this one
Spoil = Callable[[SopText], object]


def shipped() -> SopText:
    raw: SopText = json.loads(TEXT)
    return raw


def symbols(raw: SopText, step: int) -> list[dict[str, object]]:
    return raw["bagan_alur"]["usulan_simbol"]["langkah"][str(step)]  # type: ignore[return-value]


def whole(raw: SopText) -> dict[str, object]:
    return raw  # type: ignore[return-value]


def rows(raw: SopText) -> dict[str, object]:
    return raw["bagan_alur"]["usulan_simbol"]["langkah"]  # type: ignore[return-value]


def arrows(raw: SopText) -> list[dict[str, str]]:
    return raw["bagan_alur"]["usulan_simbol"]["panah"]  # type: ignore[return-value]


def steps(raw: SopText) -> list[dict[str, object]]:
    return raw["bagan_alur"]["langkah"]  # type: ignore[return-value]


def arrow(start: str, end: str, label: str = "") -> dict[str, str]:
    return {"dari": start, "ke": end, "label": label}


def a_loop_without_way_out(raw: SopText) -> None:
    arrows(raw)[-2] = arrow("paraf_laporan_kabid", "paraf_laporan_sukor")


CASES: dict[str, tuple[Spoil, tuple[str, str]]] = {
    "no_title": (lambda raw: whole(raw).update(judul=""), ("judul", "sop_empty")),
    "no_legal_basis": (lambda raw: whole(raw).update(dasar_hukum=[]), ("dasar_hukum", "sop_empty")),
    "a_day_that_never_was": (
        lambda raw: raw["kepala"].update({"Tanggal Pembuatan": "31 Februari 2022"}),
        ("pembuatan", "sop_date"),
    ),
    "a_number_with_spaces": (
        lambda raw: raw["kepala"].update({"Nomor SOP": "500 14 / 2026"}),
        ("nomor", "sop_number"),
    ),
    "an_endless_cell": (lambda raw: steps(raw)[0].update(ket="kata " * 300), ("langkah-1-ket", "sop_long")),
    "four_steps": (lambda raw: steps(raw).pop(), ("langkah", "sop_steps")),
    "no_activity": (lambda raw: steps(raw)[1].update(kegiatan=""), ("langkah-2-kegiatan", "sop_empty")),
    "no_output": (lambda raw: steps(raw)[1].update(keluaran=""), ("langkah-2-keluaran", "sop_output_empty")),
    "no_time": (lambda raw: steps(raw)[2].update(waktu="0 hari kerja"), ("langkah-3-nilai", "sop_time")),
    "half_a_day": (lambda raw: steps(raw)[3].update(waktu="0,5 hari kerja"), ("langkah-4-nilai", "sop_time")),
    "weeks": (lambda raw: steps(raw)[3].update(waktu="2 minggu"), ("langkah-4-satuan", "sop_unit")),
    "hours_for_agencies": (
        lambda raw: steps(raw)[2].update(waktu="5 jam"),
        ("langkah-3-satuan", "sop_unit_of_letters"),
    ),
    "nine_lanes": (
        lambda raw: raw["bagan_alur"]["pelaksana"].extend("ABC"),
        ("lajur", "sop_lanes_many"),
    ),
    "a_lane_twice": (lambda raw: raw["bagan_alur"]["pelaksana"].append("JP"), ("lajur", "sop_lane_twice")),
    "a_key_with_a_space": (lambda raw: symbols(raw, 2)[0].update(id="Kirim surat"), ("simbol-5-id", "sop_key")),
    "a_key_twice": (lambda raw: symbols(raw, 2)[0].update(id="simpan"), ("simbol-5-id", "sop_key_twice")),
    "a_sixth_step": (
        lambda raw: rows(raw).update({"6": [symbols(raw, 5).pop()]}),
        ("simbol-14-langkah", "sop_symbol_step"),
    ),
    "a_lane_that_is_gone": (
        lambda raw: raw["bagan_alur"]["pelaksana"].remove("Produsen Data"),
        ("simbol-6-pelaksana", "sop_lane_unknown"),
    ),
    "a_circle": (lambda raw: symbols(raw, 2)[0].update(bentuk="circle"), ("simbol-5-bentuk", "sop_shape")),
    "no_words": (lambda raw: symbols(raw, 2)[0].update(teks=""), ("simbol-5-teks", "sop_symbol_words")),
    "a_fourth_line": (lambda raw: symbols(raw, 2)[0].update(baris=3), ("simbol-5-baris", "sop_track")),
    "two_in_one_place": (
        lambda raw: symbols(raw, 4)[0].update(pelaksana="SuKor PPD"),
        ("simbol-7-baris", "sop_place_taken"),
    ),
    "a_step_without_symbol": (lambda raw: symbols(raw, 2).clear(), ("langkah-2", "sop_step_bare")),
    "no_beginning": (lambda raw: symbols(raw, 1)[0].update(teks="Selesai"), ("simbol", "sop_terminator")),
    "a_third_terminator": (
        lambda raw: symbols(raw, 2)[0].update(bentuk="terminator"),
        ("simbol-5-teks", "sop_terminator_words"),
    ),
    "an_arrow_from_nowhere": (lambda raw: arrows(raw)[5].update(dari="hilang"), ("panah-5-dari", "sop_arrow_end")),
    "an_arrow_to_nowhere": (lambda raw: arrows(raw)[5].update(ke="hilang"), ("panah-5-ke", "sop_arrow_end")),
    "an_arrow_to_itself": (
        lambda raw: arrows(raw).append(arrow("periksa", "periksa", "Ulang")),
        ("panah-15-ke", "sop_arrow_to_itself"),
    ),
    "an_arrow_twice": (lambda raw: arrows(raw).append(dict(arrows(raw)[0])), ("panah-15-ke", "sop_arrow_twice")),
    "a_decision_with_one_exit": (lambda raw: arrows(raw).pop(9), ("simbol-8-bentuk", "sop_decision_exits")),
    "an_exit_without_words": (lambda raw: arrows(raw)[9].update(label=""), ("panah-9-label", "sop_decision_label")),
    "two_exits_alike": (lambda raw: arrows(raw)[9].update(label="ya"), ("panah-8-label", "sop_decision_label")),
    "two_ways_on": (
        lambda raw: arrows(raw).append(arrow("distribusi", "terima")),
        ("simbol-5-id", "sop_one_exit"),
    ),
    "on_after_the_end": (
        lambda raw: arrows(raw).append(arrow("selesai", "simpan")),
        ("panah-15-dari", "sop_after_end"),
    ),
    "back_before_the_start": (
        lambda raw: arrows(raw).append(arrow("periksa", "mulai", "Batal")),
        ("panah-15-ke", "sop_before_start"),
    ),
    "a_symbol_apart": (
        lambda raw: arrows(raw)[0].update(ke="paraf_permintaan_sukor"),
        ("simbol-1-id", "sop_unreached"),
    ),
    "a_loop_without_way_out": (a_loop_without_way_out, ("simbol-11-id", "sop_dead_end")),
}


def test_the_shipped_sop_has_no_fault() -> None:
    assert check_sop(shipped()) == ()


@pytest.mark.parametrize("name", CASES)
def test_the_fault_is_found_at_its_field(name: str) -> None:
    spoil, expected = CASES[name]
    raw = shipped()
    spoil(raw)
    faults = check_sop(raw)
    assert expected in [(fault.place, fault.code) for fault in faults]
    assert all(say(fault) and "{" not in say(fault) for fault in faults)


def test_every_fault_has_a_case_and_a_sentence() -> None:
    assert {code for _, (_, code) in CASES.values()} == set(SOP_SENTENCES) - OF_THE_RECORDS


@given(st.permutations(range(15)), st.lists(st.integers(0, 14), max_size=6))
def test_what_passes_can_be_read_whatever_became_of_the_arrows(order: list[int], gone: list[int]) -> None:
    raw = shipped()
    kept = [arrows(raw)[at] for at in order if at not in gone]
    raw["bagan_alur"]["usulan_simbol"]["panah"] = kept  # type: ignore[typeddict-item]
    if not check_sop(raw):
        assert len(kept) == 15
        assert len(load_sop(json.dumps(raw)).chart.flows) == 15


# ── Comparing ──────────────────────────────────────────────────────────────


def test_two_equal_sops_differ_in_nothing() -> None:
    assert compare_sops(shipped(), shipped()) == ()


def test_each_part_that_differs_is_told_before_and_after() -> None:
    new = shipped()
    steps(new)[2].update(waktu="7 hari kerja")
    new["dasar_hukum"].append("Peraturan Bupati Contoh.")
    symbols(new, 2)[0].update(teks="Bagikan")
    gone = arrows(new).pop(9)
    assert compare_sops(shipped(), new) == (
        SopChange("Dasar hukum 6", "", "Peraturan Bupati Contoh."),
        SopChange("Langkah 3: waktu", "5 hari kerja", "7 hari kerja"),
        SopChange(
            "Simbol distribusi",
            "kegiatan “Kirim”, langkah 2, lajur JP, susun 1",
            "kegiatan “Bagikan”, langkah 2, lajur JP, susun 1",
        ),
        SopChange(f"Panah {gone['dari']} → {gone['ke']}", "Tidak", ""),
    )


def test_symbols_are_listed_step_by_step() -> None:
    listed = listed_symbols(shipped())
    assert len(listed) == 15
    assert [number for number, _ in listed] == sorted(number for number, _ in listed)
