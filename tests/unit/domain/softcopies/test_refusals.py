"""Files that hold no statistics are refused for what they are."""

import pytest

from sektoral.domain.softcopies.reading import propose
from sektoral.domain.softcopies.refusals import REASONS, refusal_sentence
from tests.workbooks.drawn_softcopies import sheet

FILES = {
    "reference_list": sheet(["id", "kode", "nama"], [1, "000", "UMUM"], [2, "001", "Lambang"], [3, "002", "Garuda"]),
    "link_list": sheet(["idkelompok", "idsupd"], *[[501 + n, 5] for n in range(5)]),
    "indicator_list": sheet(["Bidang", "Indikator", "Satuan"], ["PENDIDIKAN", "Angka Melek", "persen"],
                            ["PENDIDIKAN", "Nilai SAKIP", "Poin"], ["SOSIAL", "Jumlah Panti", "Unit"]),
    "questionnaire": sheet(["NO", "PERTANYAAN", "TIPE PERTANYAAN", "BOBOT"], [1, "Penghasilan", 3, ""],
                           [2, "Raskin", 1, ""]),
    "template_empty": sheet(["Uraian", "Satuan", "2024", "2025"], ["Jumlah Guru", "Orang", "", ""],
                            ["Jumlah Murid", "Orang", "", ""]),
    "named_by_code_only": sheet(["idkelompok_detail", "idkelompok", "tahun", "nilai"],
                                *[[n, 300 + n, 2016, 48 + n] for n in range(6)]),
    "figures_unnamed": sheet([56.57, 57956.0, 193308.0], [51.92, 72981.2, 245801.0], [47.3, 42012.8, 197800.0]),
    "particulars": sheet(["NAMA ANALISIS", "Data Keluarga"], ["SUBJEK", "2"], ["STATUS", "1"], ["URAIAN", "Pendataan"],
                         ["PERIODE", "Data Dasar"], ["TAHUN", "2018"]),
    "text_only": sheet(["Laporan ini disusun oleh dinas."], ["Terima kasih."]),
    "nothing": sheet(),
}  # fmt: skip


@pytest.mark.parametrize("code", FILES)
def test_a_file_without_statistics_is_refused_for_its_own_reason(code):
    proposal = propose([FILES[code]])

    assert (proposal.regions, proposal.refusal) == ((), code)


def test_every_reason_has_a_sentence_and_a_case():
    assert set(FILES) == set(REASONS)
    assert all(refusal_sentence(code).endswith(".") for code in REASONS)
