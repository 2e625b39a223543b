"""The typed SOP against its shipped text, field by field."""

import json

import pytest

from sektoral.domain.errors import Invalid
from sektoral.domain.sop import Sop, TimeLimit, TimeUnit
from sektoral.domain.sop_text import SopText, load_sop, read_time_limit
from sektoral.setup.facts import load_office_sop, read_fact

TEXT = read_fact("labura", "sop.json")


@pytest.fixture
def sop() -> Sop:
    return load_office_sop("labura")


@pytest.fixture
def raw() -> SopText:
    text: SopText = json.loads(TEXT)
    return text


def test_header_block_is_word_for_word(sop: Sop, raw: SopText) -> None:
    header = raw["kepala"]
    assert sop.number == header["Nomor SOP"] == "047/3151/SOP/SPT/DISKOMINFO/2022"
    assert sop.made_on == header["Tanggal Pembuatan"] == "20 September 2022"
    assert sop.revised_on == header["Tanggal Revisi"] == "-"
    assert sop.effective_on == header["Tanggal Efektif"] == "20 September 2022"
    assert sop.name == header["Nama SOP"]
    assert sop.title == raw["judul"]
    assert list(sop.institution) == raw["instansi"]


def test_the_sop_names_the_approvers_title_and_no_person(sop: Sop) -> None:
    assert sop.approver.title == "Kepala Dinas Komunikasi dan Informatika Kabupaten Labuhanbatu Utara"
    assert (sop.approver.name, sop.approver.rank, sop.approver.nip) == ("", "", "")


def test_lists_and_paragraphs_are_word_for_word(sop: Sop, raw: SopText) -> None:
    assert list(sop.legal_basis) == raw["dasar_hukum"]
    assert list(sop.executors) == raw["pelaksana"]
    assert list(sop.linkage) == raw["keterkaitan"]
    assert list(sop.equipment) == raw["peralatan"]
    assert sop.warning == raw["peringatan"]
    assert sop.recording == raw["pencatatan_dan_pendataan"]
    assert list(sop.footnotes) == raw["catatan_kaki"]
    assert sop.short_link_pattern == raw["pola_tautan_pendek"]
    assert (len(sop.legal_basis), len(sop.executors), len(sop.footnotes)) == (5, 5, 3)


def test_chart_has_six_lanes_of_which_the_last_is_a_store(sop: Sop, raw: SopText) -> None:
    chart = raw["bagan_alur"]
    assert sop.chart.title == chart["judul"]
    assert list(sop.chart.columns) == chart["kolom"]
    assert list(sop.chart.quality_columns) == chart["mutu_baku"]
    assert list(sop.chart.lanes) == chart["pelaksana"]
    assert (len(sop.chart.lanes), sop.chart.lanes[-1]) == (6, "Bank Data / Data Base")


@pytest.mark.parametrize("number", range(1, 6))
def test_each_step_is_word_for_word(sop: Sop, raw: SopText, number: int) -> None:
    step, row = sop.step(number), raw["bagan_alur"]["langkah"][number - 1]
    assert step.number == row["no"] == number
    assert step.activity == row["kegiatan"]
    assert step.completeness == row["kelengkapan"]
    assert step.time_limit.text == row["waktu"]
    assert step.output == row["keluaran"]
    assert step.note == row["ket"]


def test_the_five_steps_take_eleven_working_days_and_one_hour(sop: Sop) -> None:
    limits = [step.time_limit for step in sop.chart.steps]
    assert limits[1] == TimeLimit(1, TimeUnit.HOURS)
    assert sum(limit.value for limit in limits if limit.unit is TimeUnit.WORKING_DAYS) == 11


def test_symbols_are_a_proposal_that_keeps_those_the_text_has(sop: Sop) -> None:
    assert not sop.chart.approved
    assert sop.chart.surviving == ((1, "Kadis Kominfo", "Mulai"), (5, "Kadis Kominfo", "Selesai"))
    placed = {(step.number, symbol.lane, symbol.text) for step in sop.chart.steps for symbol in step.symbols}
    assert set(sop.chart.surviving) <= placed


def test_every_symbol_stands_in_a_lane_and_every_arrow_joins_two_symbols(sop: Sop) -> None:
    symbols = [symbol for step in sop.chart.steps for symbol in step.symbols]
    ids = {symbol.id for symbol in symbols}
    assert len(ids) == len(symbols)
    assert {symbol.lane for symbol in symbols} <= set(sop.chart.lanes)
    assert {end for flow in sop.chart.flows for end in (flow.start, flow.end)} == ids


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", TEXT.replace("1 jam", "sejam"), TEXT.replace('"kegiatan"', '"acara"')]
)
def test_an_unreadable_sop_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="sop_unreadable"):
        load_sop(text)


@pytest.mark.parametrize("text", ["hari kerja", "5", "5 hari", "lima hari kerja"])
def test_a_time_limit_needs_a_number_and_a_known_unit(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_time_limit(text)
