"""Step 3 in the browser: faults with their cells, a second file, explanations, the head's signature, and other ways."""

from sektoral.accounts.demo import DEMO_PASSWORD
from tests.journeys import workbooks
from tests.journeys.walking import Visitor, Walk

ROUND = "Pengumpulan data tahun 2025"
EXPLAINED = "Sudah dicocokkan dengan register; kenaikan karena dua puskesmas baru. (DATA CONTOH)"
READ = "Menunggu surat pengiriman"
SWAPPED = (("T01", "C8"), ("T01", "C9"))  # two kecamatan
SENT = "sudah terkirim lengkap"


def fault_is_found(walk: Walk) -> None:
    """An operator downloads the workbook, writes words where a number belongs, and is shown the very cell."""
    walk.it_is("2026-11-24 09:00")
    operator = walk.by("operator.dinkes").open("/").look("10-permintaan-opd")
    operator.follow("2025").look("11-permintaan", phone=True)
    workbook = operator.download("Unduh instrumen")
    faulty = workbooks.fill(workbook, slips={("T01", "C8"): "belum ada", ("T02", "D9"): "1.2.3"})
    upload(operator, faulty, "dinkes-2025.xlsx").until("Perbaiki 2 yang salah")
    operator.reads("T01!C8").reads("“belum ada” bukan angka").look("12-temuan", phone=True)
    marked = operator.download("Unduh berkas bertanda")
    assert "Temuan" in workbooks.sheet_names(marked)


def right_file_is_sent(walk: Walk) -> None:
    """The mended file has one figure to explain; the head reads the letter and signs it."""
    walk.it_is("2026-11-24 10:00")
    operator = walk.by("operator.dinkes").open("/").follow("2025")
    workbook = operator.download("Unduh lagi")
    right = workbooks.fill(workbook)
    much = int(str(workbooks.value_at(right, "T01", "C8"))) * 3
    upload(operator, workbooks.fill(workbook, slips={("T01", "C8"): much}), "dinkes-2025-perbaikan.xlsx")
    operator.until("perlu penjelasan").look("13-penjelasan")
    for field in operator.page.get_by_label("Penjelasan untuk temuan").all():
        field.fill(EXPLAINED)
    operator.press("Simpan penjelasan").look()
    draft(operator)
    sign(walk, "dinkes", picture="15-kepala-opd")
    operator.open(operator.page.url.partition("#")[0]).reads(SENT).look("16-terkirim")
    assert operator.fetch("Tanda terima").startswith(b"%PDF")


def others_send(walk: Walk) -> None:
    """Three more agencies send: one declares a table nil, one has let two figures change places."""
    walk.it_is("2026-11-25 09:00")
    for code, nil in (("disdukcapil", ""), ("damkar", "T02"), ("diskominfo", "")):
        operator = walk.by(f"operator.{code}").open("/").follow("2025")
        filled = workbooks.fill(operator.download("Unduh instrumen"), nil=nil)
        data = workbooks.swap(filled, *SWAPPED) if code == "disdukcapil" else filled
        upload(operator, data, f"{code}-2025.xlsx").until(READ)
        explain_all(operator)
        draft(operator)
        sign(walk, code)


def office_enters(walk: Walk) -> None:
    """What came by WhatsApp is entered by JP after the deadline, with the time that was stated and what proves it."""
    walk.it_is("2026-12-01 09:00")
    jp = walk.by("jp1").open("/langkah-3/").look("17-permintaan-kepada-opd", phone=True)
    jp.follow("Kecamatan Aek Natas").look()
    workbook = jp.download("Unduh instrumen")
    jp.follow("Masukkan berkas atas nama OPD").look("18-atas-nama-opd")
    jp.page.get_by_label("Diterima lewat").select_option(label="WhatsApp")
    jp.give("Berkas", "aek-natas.xlsx", workbooks.fill(workbook))
    jp.fill("Waktu diterima menurut petugas", "2026-11-30T14:05")
    jp.fill("Bukti waktu itu", "Pesan WhatsApp 30 November 14.05")
    jp.press("Masukkan berkas").until(READ).look()
    explain_all(jp)
    jp.follow("Unggah pindaian surat").look()
    jp.fill("Nomor surat", "045/17/AN/2026")
    jp.give("Pindaian surat", "surat.pdf", workbooks.scan("Surat pengiriman data, Kecamatan Aek Natas"))
    jp.press("Kirim surat").until(SENT).look()


def upload(operator: Visitor, data: bytes, name: str) -> Visitor:
    """This will send a workbook in; the form may be folded away where a file is there already."""
    fold = operator.page.get_by_text("Ganti dengan berkas lain")
    if fold.count():
        fold.click()
    operator.give("Berkas isian", name, data)
    return operator.press("Unggah").reads("diterima")


def explain_all(visitor: Visitor) -> None:
    """This will explain whatever the check asks about."""
    fields = visitor.page.locator("textarea[name^=jelas-]").all()
    for field in fields:
        field.fill(EXPLAINED)
    if fields:
        visitor.press("Simpan penjelasan")


def draft(operator: Visitor) -> None:
    """This will have the transmittal letter composed."""
    operator.press("Susun surat pengiriman").look("14-surat-pengiriman")


def sign(walk: Walk, code: str, *, picture: str = "") -> None:
    """This will have the agency's head read the transmittal letter and sign it."""
    head = walk.by(f"kepala.{code}").open("/langkah-3/").look()
    head.follow("2025").look().follow("Baca dan tanda tangani").look(picture, phone=bool(picture))
    head.fill("Kata sandi Anda", DEMO_PASSWORD).press("Tanda tangani dan kirim").until(SENT).look()
