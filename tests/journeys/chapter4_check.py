"""Step 4 in the browser: beside last year's values, one table goes back and comes again, the Pembina passes another."""

from tests.journeys import workbooks
from tests.journeys.chapter3_submit import READ, SWAPPED, draft, explain_all, sign, upload
from tests.journeys.walking import Visitor, Walk

REASON = "Angka Kualuh Hulu dan Kualuh Leidong tertukar menurut laporan bulanan; mohon diperiksa."


def return_one(walk: Walk) -> None:
    """SuKor sees a table beside last year's, returns it with a reason, and accepts the agency's other one."""
    walk.it_is("2026-12-01 10:00")
    sukor = walk.by("sukor").open("/langkah-4/").look("20-antrean-pemeriksaan", phone=True)
    sukor.follow("Kependudukan").look("21-kiriman")
    sukor.follow("T01. Jumlah Penduduk").reads("2024").look("22-tabel", phone=True)
    sukor.page.get_by_label("Sebab").select_option(label="Berbeda dari laporan atau dokumen sumber")
    sukor.fill("Yang perlu diperbaiki", REASON).press("Kembalikan tabel").look()
    sukor.open("/langkah-4/").follow("Kependudukan")
    accept(sukor)


def accept_others(walk: Walk) -> None:
    """Who entered a file may not check it; SuKor accepts everything that waits."""
    jp = walk.by("jp1").open("/langkah-4/").follow("Aek Natas").look()
    jp.reads("Anda hanya dapat membaca kiriman ini")
    sukor = walk.by("sukor")
    for name in ("Kesehatan", "Kebakaran", "Informatika", "Aek Natas"):
        sukor.open("/langkah-4/").follow(name).look()
        accept(sukor)
    sukor.open("/langkah-4/").reads("Tidak ada kiriman yang menunggu diperiksa").look()


def come_again(walk: Walk) -> None:
    """The agency sees why, is refused the same figures, mends the table and sends it again; SuKor sees the change."""
    walk.it_is("2026-12-02 09:00")
    operator = walk.by("operator.disdukcapil").open("/").follow("2025")
    operator.reads("1 tabel dikembalikan").reads(REASON).look("23-dikembalikan", phone=True)
    right = workbooks.fill(operator.download("Unduh lagi"))
    same = workbooks.swap(right, *SWAPPED)
    upload(operator, same, "disdukcapil-lagi.xlsx").until("sama dengan yang dikembalikan").look()
    upload(operator, right, "disdukcapil-perbaikan.xlsx").until(READ)
    explain_all(operator)
    draft(operator)
    sign(walk, "disdukcapil")
    sukor = walk.by("sukor").open("/langkah-4/").follow("Kependudukan").look()
    sukor.follow("T01. Jumlah Penduduk").reads("Yang berubah sejak dikembalikan").look("24-perubahan")
    sukor.press("Terima tabel").look()


def pass_priority(walk: Walk) -> None:
    """The Pembina Data looks at the priority table and passes it into the bank."""
    walk.it_is("2026-12-02 11:00")
    steward = walk.by("pembina.bps").open("/").look()
    steward.open("/langkah-4/pembina/").look("25-data-prioritas", phone=True)
    steward.follow("Stunting").look("26-pembina")
    steward.press("Luluskan").look()
    steward.open("/langkah-4/pembina/").reads("Tidak ada data prioritas yang menunggu")


def accept(checker: Visitor) -> None:
    """This will accept every table that is ticked."""
    checker.press("Terima tabel yang dipilih").look()
