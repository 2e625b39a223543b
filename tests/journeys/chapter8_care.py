"""What the bank needs between rounds: an overview on paper, a self-assessment, metadata, and a corrected figure."""

import zipfile

import pypdfium2

from tests.journeys.chapter3_submit import READ, draft, explain_all, sign
from tests.journeys.chapter4_check import accept
from tests.journeys.chapter7_open_data import TABLE, to_table
from tests.journeys.walking import Walk

DEFINITION = "Bayi yang pada saat lahir menunjukkan tanda kehidupan, menurut kecamatan tempat tinggal ibu."
ASSESSED = "Standar data ditetapkan dalam aplikasi dan dipakai semua OPD."
TRIPLED = "1.653"
RIGHT = "551"
REASON = "Angka Kualuh Hulu terjumlah tiga kali saat direkap; dicocokkan lagi dengan register."


def overview(walk: Walk) -> None:
    """The Kadis reads where the office stands, and takes it along on a single sheet."""
    walk.it_is("2026-12-07 08:00")
    kadis = (
        walk.by("kadis").open("/papan/ikhtisar/").reads("Mutu dari putaran ke putaran").look("53-ikhtisar", phone=True)
    )
    paper = pypdfium2.PdfDocument(kadis.page.pdf(format="A4"))
    assert len(paper) == 1
    assert "Kemutakhiran Bank Data" in paper[0].get_textpage().get_text_range()
    paper.close()


def assess(walk: Walk) -> None:
    """SuKor assesses one indicator, and takes the evidence of the year along."""
    sukor = walk.by("sukor").open("/epss/").reads("38 indikator").look("54-epss", phone=True)
    sukor.through(sukor.main.get_by_role("rowheader").get_by_role("link")).look()
    sukor.page.get_by_role("radio").nth(1).check()
    sukor.fill("Penjelasan", ASSESSED).press("Simpan penilaian").reads("disimpan").reads(ASSESSED).look()
    sukor.open("/epss/").reads("dari 38 indikator")
    with sukor.page.expect_download() as coming:
        sukor.main.get_by_role("button", name="Ambil bukti EPSS").click()
    with zipfile.ZipFile(coming.value.path()) as bundle:
        assert bundle.testzip() is None
        assert any(name.endswith(".xlsx") for name in bundle.namelist())


def describe(walk: Walk) -> None:
    """The operator, at a telephone, says what a variable means; the form keeps what the office knew already."""
    walk.it_is("2026-12-07 09:00")
    phone = walk.on_phone("operator.dinkes").open("/metadata/").look()
    phone.follow("Jumlah Kelahiran Hidup").reads("terisi otomatis").look("55-metadata-telepon")
    phone.fill("Definisi", DEFINITION).press("Simpan sebagai versi baru").reads("tersimpan sebagai versi 1").look()
    assert phone.page.get_by_label("Definisi").first.input_value() == DEFINITION


def correct(walk: Walk) -> None:
    """The operator corrects one cell of the bank with its reason, and the head signs for it."""
    walk.it_is("2026-12-07 10:00")
    operator = walk.by("operator.dinkes").open("/").follow("2025")
    table = operator.main.get_by_role("listitem").filter(has_text=TABLE)
    operator.through(table.get_by_role("link", name="Perbaiki angka yang tersimpan"))
    operator.page.locator("[id=C8]").fill(RIGHT)
    operator.look("56-perbaikan").fill("Alasan perbaikan", REASON).press("Periksa perbaikan").reads(
        "1 sel diubah"
    ).look()
    operator.press("Kirim perbaikan").until(READ).look()
    explain_all(operator)
    draft(operator)
    sign(walk, "dinkes")


def see_both(walk: Walk) -> None:
    """SuKor accepts the correction; the figure's page shows both versions, and why there are two."""
    walk.it_is("2026-12-07 13:00")
    sukor = walk.by("sukor").open("/langkah-4/").look().follow("Kesehatan").reads(REASON).look()
    accept(sukor)
    to_table(sukor).follow(RIGHT).reads(TRIPLED).reads(REASON).look("57-dua-versi", phone=True)
