"""Step 1 in the browser: the Kadis orders, JP prepares, two initial, one letter comes back, the Kadis signs all."""

from tests.journeys.walking import Visitor, Walk

OMITTED = "Inspektorat"
OMISSION = "Sedang pemeriksaan akhir tahun; diikutkan pada putaran berikutnya."
SENT_BACK = "Mohon perihalnya menyebut bidang datanya."
SUBJECT = "Permintaan Data Statistik Sektoral Bidang Kebakaran Tahun 2025"
AGENCIES = 5
UNOPENED_PARAF = "Saya memaraf juga surat yang belum saya buka"


def order(walk: Walk) -> None:
    """The Kadis opens the round and leaves one agency out, with the reason that the page insists on."""
    walk.it_is("2026-11-23 08:00")
    walk.public().open("/akun/login/").look("00-masuk", phone=True)
    kadis = walk.by("kadis").open("/").look()
    kadis.reads("Perintahkan pengumpulan data tahun 2025")
    kadis.follow("Pilih periode, OPD, atau tabel lain").look("01-buka-putaran")
    kadis.fill("Periode data", "2025")
    kadis.page.get_by_role("checkbox", name=OMITTED).uncheck()
    kadis.press("Buka putaran").reads("baris belum lengkap").look()
    kadis.fill(f"Alasan {OMITTED} tidak diikutkan", OMISSION).look()
    kadis.press("Buka putaran").reads("Putaran dibuka").look()


def prepare(walk: Walk) -> None:
    """JP prepares a letter and a workbook for every agency at once."""
    walk.it_is("2026-11-23 09:00")
    jp = walk.by("jp1").open("/langkah-1/").look()
    jp.press("Siapkan").reads(f"{AGENCIES} surat disiapkan").look("02-persiapan")
    jp.page.get_by_text("OPD dengan alasannya").click()
    jp.reads(OMISSION)


def initial(walk: Walk) -> None:
    """SuKor sends one letter back; JP mends it; SuKor and Kabid initial all of them in one go."""
    walk.it_is("2026-11-23 10:00")
    sukor = walk.by("sukor").open("/surat/antrean/").look("03-paraf", phone=True)
    sukor.follow("Kembalikan dengan catatan").look()
    sukor.fill("Catatan untuk penyusun", SENT_BACK)
    sukor.press("Kembalikan").look()
    mend(walk.by("jp1"))
    sukor.open("/surat/antrean/").reads(f"{AGENCIES} surat")
    sukor.page.get_by_label(UNOPENED_PARAF).check()
    sukor.press("Paraf").reads(f"{AGENCIES} dari {AGENCIES} surat").look()
    initial_on_the_phone(walk.on_phone("kabid"))


def initial_on_the_phone(kabid: Visitor) -> None:
    """The Kabid, on the way, reads two letters on the telephone and initials all, saying which were not opened."""
    kabid.open("/surat/antrean/paraf/").look("03-paraf-telepon")
    kabid.press_in_vain(f"Paraf {AGENCIES} surat")
    kabid.page.get_by_role("link", name="Surat berikutnya").tap()
    kabid.reads(f"2 dari {AGENCIES}").reads(f"{AGENCIES - 2} surat belum Anda buka").look()
    kabid.page.get_by_label(UNOPENED_PARAF).tap()
    kabid.press(f"Paraf {AGENCIES} surat").reads(f"{AGENCIES} dari {AGENCIES} surat").look("03-hasil-paraf-telepon")


def mend(jp: Visitor) -> None:
    """JP finds what came back on the page of step 1, and submits it again."""
    jp.open("/langkah-1/").reads(SENT_BACK).look()
    jp.page.locator("section", has=jp.page.get_by_role("heading", name="Kembali menjadi konsep")).get_by_role(
        "link"
    ).first.click()
    jp.page.wait_for_load_state()
    jp.reads(SENT_BACK).look("04-surat-dikembalikan")
    jp.fill("Perihal", SUBJECT).press("Ajukan untuk paraf").look()


def sign(walk: Walk) -> None:
    """The Kadis mistypes the password at the desk, and signs all in one go on the telephone."""
    walk.it_is("2026-11-23 11:00")
    kadis = walk.by("kadis").open("/surat/antrean/").look("05-tanda-tangan", phone=True)
    kadis.press_in_vain("Tanda tangani").look()
    kadis.page.get_by_label("Saya menandatangani juga surat yang belum saya buka").check()
    kadis.fill("Kata sandi akun Anda", "bukan-ini-kata-sandinya").press("Tanda tangani").look()
    phone = walk.on_phone("kadis").open("/surat/antrean/").look("05-tanda-tangan-telepon")
    again(phone)
    phone.reads(f"{AGENCIES} dari {AGENCIES} surat").look("06-hasil-tanda-tangan-telepon")
    kadis.open("/surat/antrean/tanda-tangan/").reads("Tidak ada surat yang menunggu tanda tangan Anda").look()
    kadis.open("/langkah-1/").until("Jadi").look()


def again(kadis: Visitor) -> None:
    """The right password this time."""
    from sektoral.accounts.demo import DEMO_PASSWORD

    sure = kadis.page.get_by_label("Saya menandatangani juga surat yang belum saya buka")
    if sure.count():
        sure.check()
    kadis.fill("Kata sandi akun Anda", DEMO_PASSWORD).press("Tanda tangani")
    assert kadis.page.url.endswith("/hasil/")
