"""What stands on the collective report and its addendum."""

from dataclasses import replace

import pytest

from sektoral.adapters.typesetting import render, render_summary
from sektoral.domain.reports import Contradicted, MovedTable, Report, TableState, Timeliness, Verdict, Way
from tests import outcomes, papers
from tests.outcomes import LONG_AGENCY
from tests.pdf_text import missing_from, pages_of, text_of
from tests.report_parts import LAST_ROUND


def test_the_report_tells_the_four_fates_apart() -> None:
    text = text_of(papers.report())
    assert not missing_from(
        text,
        "3 mengirim data: 2 tepat waktu dan 1 terlambat; 1 belum mengirim",
        "6 diterima dan diperiksa: 5 tersimpan di Bank Data dan 1 dinyatakan nihil; 2 belum dikirim",
        "2 1.0.002 Tabel Contoh 2 200 tersimpan dikembalikan dan dikirim ulang",
        "4 1.0.004 Tabel Contoh 4 – nihil tidak ada kejadian",
        "(contoh)/23/2026 23 November 2026 23 November 2026, 10.00 WIB terlambat",
        "1 Kecamatan Contoh Utara 2 seluruh tabel belum dikirim Surat susulan",
        "tersimpan setelah diperbaiki 1",
    )


def test_the_report_holds_times_by_holder_left_out_agencies_and_the_checkpoint() -> None:
    paper = papers.report()
    text = text_of(paper)
    assert not missing_from(
        text,
        "JP: 2 jam 10 menit SuKor PPD: 45 menit Kabid SPT: 1 jam Kadis: 20 menit",
        "selesai 23 November 2026, 11.00 WIB terlambat",
        "Perbaikan tabel yang dikembalikan",
        "Rumah Sakit Contoh: baru dibentuk, belum memiliki tabel data",
        "peristiwa ke-1.482",
        "Lampiran IV Laporan",
        *paper.conclusions,
        *paper.legal_basis,
        *(agency.name for agency in paper.agencies),
    )
    assert paper.checkpoint is not None
    assert paper.checkpoint.sha256 in text.replace(" ", "")


def test_the_report_says_where_the_signed_note_of_its_checkpoint_is() -> None:
    link = "https://data.contoh.example/v/9XK2MVT40QWDB7RZ"
    text = text_of(papers.report(around=papers.frame(signed=replace(papers.signature(), link=link))))
    assert not missing_from(text, "bertanda tangan di https://data.contoh.example/v/titik-periksa/, dengan sidik")


def test_data_in_time_with_a_later_letter_are_reported_as_such() -> None:
    later = outcomes.agency(
        "Dinas Contoh", outcomes.outcome(1), timeliness=Timeliness.LETTER_LATER, letter_at=outcomes.at(20)
    )
    text = text_of(papers.report(agencies=(later, replace(later, letter=None, letter_at=None, stated_by_office=True))))
    assert not missing_from(
        text,
        "2 mengirim data: 2 mengirim data tepat waktu dengan surat menyusul",
        "surat: 20 November 2026, 10.00 WIB",
        "belum diterima",
        "menurut petugas",
    )
    assert "belum lengkap dan tindak lanjutnya" not in text.lower()


def test_a_report_of_many_agencies_keeps_every_one() -> None:
    many = tuple(
        replace(agency, name=f"{agency.name} ke-{n}", short=f"OPD {n}")
        for n, agency in enumerate(outcomes.four_fates() * 10)
    )
    pages = pages_of(render(papers.report(agencies=many)).pdf)
    assert not missing_from(pages[0], *(agency.short for agency in many))
    assert not missing_from(" ".join(pages), *(agency.name for agency in many))


def test_a_report_of_nothing_can_still_be_made() -> None:
    text = text_of(papers.report(agencies=()))
    assert not missing_from(text, "Belum ada OPD yang mengirim.", "Belum ada tabel yang diterima.")


def test_the_addendum_shows_the_counts_before_and_after() -> None:
    text = text_of(papers.addendum())
    assert not missing_from(
        text,
        "LAPORAN TAMBAHAN",
        "laporan nomor 500.14/431/DISKOMINFO/2026 tanggal 26 November 2026",
        "1 (satu) perangkat daerah",
        "Perangkat daerah yang mengirim, dari 4 3 4",
        "Tabel tersimpan di Bank Data 5 7",
        "Tabel belum dikirim 2 0",
    )


def test_an_agency_that_waits_for_its_letter_or_has_no_time_of_receipt_does_not_stop_the_report() -> None:
    waiting = replace(outcomes.outcome(1, TableState.MISSING), note="menunggu surat pengiriman")
    agencies = (
        outcomes.agency("Dinas Satu", waiting, timeliness=Timeliness.LETTER_LATER),
        replace(outcomes.agency("Dinas Dua", outcomes.outcome(2), timeliness=Timeliness.LATE), received_at=None),
    )
    text = text_of(papers.report(agencies=agencies))
    assert not missing_from(text, "belum dikirim: Tabel Contoh 1 (menunggu surat pengiriman)", "Dinas Dua")


def test_a_step_that_still_runs_has_no_end() -> None:
    running = replace(outcomes.steps()[4], ended_at=None, held=())
    text = text_of(replace(papers.report(), steps=(running,)))
    assert "batas 26 November 2026, 16.00 WIB selesai – –" in text


MOVED = (
    MovedTable(
        "1.0.001", "Tabel Contoh 1", Way.MERGER, LONG_AGENCY, "Dinas Kesehatan", outcomes.at(20), outcomes.at(13)
    ),
    MovedTable("1.0.002", "Tabel Contoh 2", Way.HANDED_ON, "Dinas Pendidikan", LONG_AGENCY, None, outcomes.at(14)),
)
CONTRADICTED = tuple(
    Contradicted("Jumlah penduduk", LONG_AGENCY, "Dinas Kesehatan", verdict, outcomes.at(16), outcomes.at(19), reason)
    for verdict, reason in [
        (Verdict.OPEN, ""),
        (Verdict.ANSWERED, ""),
        (Verdict.RESOLVED, ""),
        (Verdict.FIRST, "Menurut register *desa* yang lengkap."),
        (Verdict.BOTH, ""),
    ]
)


def test_moved_tables_and_contradictions_are_attachments_of_their_own() -> None:
    paper = replace(papers.report(), moved=MOVED, contradictions=CONTRADICTED)
    text = text_of(paper)
    assert not missing_from(
        text,
        "Sebanyak 2 (dua) tabel berpindah ke OPD lain di tengah putaran: 1 karena penggabungan OPD dan 1 dialihkan",
        "berbeda pada 5 (lima) hal: 2 diputuskan kantor, 1 diperbaiki oleh OPD, 1 menunggu putusan kantor, dan 1",
        "Lampiran I sampai dengan Lampiran X",
        "Lampiran V Laporan",
        "Lampiran VI Laporan",
        "penggabungan OPD",
        "batas: 20 November 2026, 10.00 WIB",
        "Menurut register *desa* yang lengkap.",
        "tidak dimuat: tabelnya tidak terbuka",
    )


def test_attachments_are_numbered_without_gaps() -> None:
    complete = (outcomes.agency("Dinas Satu", outcomes.outcome(1)),)
    text = text_of(replace(former(papers.report(agencies=complete)), contradictions=CONTRADICTED))
    assert not missing_from(text, "Lampiran I sampai dengan Lampiran V", "Lampiran IV Laporan", "Lampiran V Laporan")
    assert "berpindah" not in text


def former(paper: Report) -> Report:
    """A report drafted before it told of more than its counts."""
    return replace(paper, coverage=None, quality=None, last_round=None, bank=None, corrected=())


def test_a_report_of_the_time_before_says_nothing_of_what_it_did_not_count() -> None:
    text = text_of(former(papers.report()))
    for words in ("Mutu data", "Kelengkapan dan ketepatan waktu", "Perbandingan dengan putaran lalu", "Peringatan SOP"):
        assert words not in text


def test_the_report_tells_completeness_and_timeliness_over_agencies_and_tables() -> None:
    text = text_of(papers.report())
    assert not missing_from(text, "Kelengkapan 25 % 1 dari 4 66,6 % 6 dari 9", "Ketepatan waktu 50 % 2 dari 4 44,4 %")


def test_the_report_tells_what_became_of_findings_by_kind_and_by_agency() -> None:
    assert not missing_from(
        text_of(papers.report()),
        "menemukan 23 hal yang salah atau perlu dijelaskan: 16 diperbaiki dalam kiriman berikutnya, 5 dijelaskan OPD,",
        "dan 2 masih terbuka",
        "3 Berubah banyak periksa 8 1 5 2",
        "4 Bilangan kecil catatan 4 – – –",
        "Jumlah 27 16 5 2",
        "1 Dinas Pertanian 15 5 4 16 3 1",
    )


def test_the_report_compares_with_the_last_round_or_says_that_there_is_none() -> None:
    text = text_of(papers.report())
    assert not missing_from(
        text,
        "laporan nomor 500.14/77/DISKOMINFO/2025 tanggal 20 November 2025",
        "1 (satu) laporan tambahan",
        "Tabel tersimpan 5 8 −3",
        "Temuan salah dan periksa 23 31 −8",
        "Temuan masih terbuka 2 2 tetap",
    )
    assert "Belum ada putaran sebelumnya" in text_of(replace(papers.report(), last_round=None))
    uncounted = replace(LAST_ROUND, findings=None, still_open=None)
    assert "Temuan masih terbuka 2 tidak dihitung –" in text_of(replace(papers.report(), last_round=uncounted))


def test_the_report_prints_its_digest_the_corrections_and_what_is_stale_in_the_bank() -> None:
    paper = papers.report()
    text = text_of(paper)
    assert paper.content_sha256 in text.replace(" ", "")
    assert not missing_from(
        text,
        "Dari 10 tabel dalam katalog Bank Data: 5 mutakhir, 1 jatuh tempo untuk diperbarui, 1 usang, dan 3 belum",
        "2022 2023 usang paling lambat 30 Maret 2024",
        "2 angka yang sudah ada di Bank Data diperbaiki pada 1 (satu) tabel",
        "Salah menjumlahkan dua kecamatan",
    )


@pytest.mark.parametrize("copies", [0, 1, 15])
def test_the_summary_is_one_page_whatever_the_number_and_names_of_agencies(copies: int) -> None:
    silent = outcomes.four_fates()[-1]
    many = outcomes.four_fates() * copies + tuple(replace(silent, name=f"{LONG_AGENCY} {n}" * 2) for n in range(copies))
    paper = replace(papers.report(agencies=many), moved=MOVED, contradictions=CONTRADICTED)
    alone = render_summary(paper)
    assert alone.pages == 1
    assert "RINGKASAN UNTUK BUPATI" in pages_of(alone.pdf)[0]
    last = pages_of(render(paper).pdf)[-1]
    assert not missing_from(last, "RINGKASAN UNTUK BUPATI", "Yang perlu diputuskan", "OPD mengirim")


def test_the_summary_names_who_is_missing_and_what_waits() -> None:
    page = pages_of(render_summary(papers.report()).pdf)[0]
    assert not missing_from(
        page,
        "1 OPD belum mengirim apa pun: Kecamatan Contoh Utara.",
        "Teguran kepada pimpinan 1 OPD",
        "Penjelasan OPD atas 2 temuan",
        "Pembaruan 1 tabel Bank Data yang usang",
        "Kutipan tanpa tanda tangan tersendiri",
    )
