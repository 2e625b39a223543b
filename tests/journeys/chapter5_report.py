"""Step 5 in the browser: the intake is closed, the report drafted, initialled and signed, and the round is over."""

import io
import re

import pypdfium2
import zxingcpp

from tests.journeys.chapter1_request import again
from tests.journeys.walking import Walk

ADVICE = "Jadwal putaran berikutnya disampaikan lebih awal kepada OPD."


def close_intake(walk: Walk) -> None:
    """The Kabid reads what is still open and closes the intake."""
    walk.it_is("2026-12-03 09:00")
    kabid = walk.by("kabid").open("/langkah-5/").look("30-tutup-penerimaan")
    kabid.page.get_by_label("Saya sudah membaca daftar").check()
    kabid.press("Tutup penerimaan").look()


def report(walk: Walk) -> None:
    """JP drafts the report, two initial, the Kadis signs; with that the round is closed."""
    walk.it_is("2026-12-03 10:00")
    jp = walk.by("jp1").open("/langkah-5/").look()
    jp.fill("Kesimpulan dan saran tambahan", ADVICE).press("Susun laporan").look("31-laporan", phone=True)
    jp.follow("Angka laporan per OPD").look("32-angka-laporan")
    for key in ("sukor", "kabid"):
        walk.by(key).open("/surat/antrean/paraf/").look().press("Paraf").look()
    kadis = walk.by("kadis").open("/surat/antrean/tanda-tangan/").look()
    again(kadis)
    kadis.reads("1 dari 1 surat").look()
    kadis.open("/langkah-5/").until("selesai").look("33-putaran-selesai")
    kadis.open("/papan/").look("34-papan", phone=True)


def scan_the_report(walk: Walk) -> None:
    """Somebody in the public scans the QR of the signed PDF, and compares the file they hold."""
    kadis = walk.by("kadis").open("/surat/").look("35-daftar-surat", phone=True)
    kadis.through(kadis.page.get_by_role("row", name=re.compile("Laporan kolektif")).first.get_by_role("link"))
    pdf = kadis.look().fetch("PDF")
    link = qr_of(pdf)
    here, path = link[: len(walk.server.address)], link[len(walk.server.address) :]
    assert here.lower() == walk.server.address  # a QR code is written in capitals
    public = walk.public().open(path).reads("Surat ini terdaftar").look("36-keaslian", phone=True)
    public.give("Berkas PDF yang Anda terima", "laporan.pdf", pdf).press("Bandingkan").look("37-bandingkan")
    public.reads("sama")
    public.open("/v/").give("Berkas PDF yang Anda terima", "laporan.pdf", forged(pdf)).look()
    public.press("Bandingkan").look()
    public.miss("/v/TIDAKADA").reads("Tidak terdaftar").look()


def qr_of(pdf: bytes) -> str:
    """This will decode the QR that the paper prints."""
    document = pypdfium2.PdfDocument(pdf)
    found = [
        code.text for page in document for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil().convert("L"))
    ]
    document.close()
    assert found, "no QR on the signed paper"
    return str(found[0])


def forged(pdf: bytes) -> bytes:
    """This will draw the pages afresh, as somebody would who changes a letter and prints it again."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=1).to_pil()
    document.close()
    target = io.BytesIO()
    picture.save(target, "PDF")
    return target.getvalue()
