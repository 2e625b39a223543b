"""After the round: the bank with its provenance, who only reads, who sets up, and who has no business here."""

from tests.journeys.chapter3_submit import EXPLAINED
from tests.journeys.walking import Visitor, Walk

READ_ONLY = (
    "/papan/",
    "/papan/putaran/",
    "/papan/sop/",
    "/papan/jurnal/",
    "/papan/jurnal/pekerjaan/",
    "/langkah-1/",
    "/langkah-2/",
    "/langkah-3/",
    "/langkah-4/",
    "/langkah-5/",
    "/surat/",
    "/bank-data/",
    "/pengaturan/kalender/",
    "/pengaturan/penugasan/",
    "/pengaturan/opd/",
)
EVIDENCE = "/bukti/"  # leaves its trace in the journal, and changes nothing else
SET_UP = ("/pengaturan/kalender/", "/pengaturan/penugasan/", "/pengaturan/opd/", "/pengaturan/tabel/")


def look_into_the_bank(walk: Walk) -> None:
    """A figure is followed from the catalogue to the cell of the file it came from."""
    forum = walk.by("forum.bappeda").open("/bank-data/").look("40-bank-data", phone=True)
    forum.follow("Jumlah Kelahiran Hidup").look("41-tabel-bank", phone=True)
    forum.follow("1.653").look("42-asal-angka", phone=True)
    forum.reads("T01").reads("C8").reads("dinkes-2025-perbaikan.xlsx").reads(EXPLAINED)


def audit(walk: Walk) -> None:
    """The auditor reads everything, finds the chain whole, takes the evidence along, and can change nothing."""
    auditor = walk.by("auditor").open("/").look()
    for path in READ_ONLY:
        auditor.open(path).look("43-jurnal" if path == "/papan/jurnal/" else "")
        assert posts_on(auditor) == [], f"the auditor could change something at {path}"
    auditor.open("/papan/jurnal/?periksa=1").look()
    auditor.open("/langkah-3/").through(auditor.main.get_by_role("rowheader").get_by_role("link")).look()
    assert posts_on(auditor) == []
    for path in ("/langkah-1/buka/", "/surat/antrean/paraf/", "/surat/antrean/tanda-tangan/"):
        assert auditor.status_of(path) == 403, f"the auditor is let into {path}"


def set_up(walk: Walk) -> None:
    """The admin adds a day off and seats a stand-in."""
    admin = walk.by("admin").open("/pengaturan/").look("44-penataan")
    for path in SET_UP:
        admin.open(path).look("45-penugasan" if "penugasan" in path else "")
    admin.open("/pengaturan/kalender/")
    admin.fill("Tanggal", "2026-12-14").fill("Nama hari", "Hari jadi kabupaten (contoh)")
    admin.press("Tambah hari libur").reads("Hari jadi kabupaten (contoh)").look("46-kalender")
    admin.open("/papan/jurnal/").look()
    admin.open("/akun/pengaturan/").look()


def strangers(walk: Walk) -> None:
    """Who belongs to another office, or to another agency, is told that there is nothing; the public signs in first."""
    stranger = walk.by("kadis", domain="mungil.example")
    others = walk.by("operator.damkar")
    sukor = walk.by("sukor")
    requests = sukor.open("/langkah-3/").links("/langkah-3/")
    letters, tables = sukor.open("/surat/").links("/surat/"), sukor.open("/bank-data/").links("/bank-data/tabel/")
    rounds = sukor.open("/papan/putaran/").links("/papan/putaran/")
    for path in (*requests[:2], *letters[:2], *tables[:2], *rounds[:2]):
        assert stranger.status_of(path) == 404, f"a stranger sees {path}"
        assert walk.public().status_of(path) == 302, f"the public sees {path}"
    foreign = [path for path in requests if others.status_of(path) != 200]
    assert len(foreign) == len(requests) - 1
    stranger.open("/").look()


def posts_on(visitor: Visitor) -> list[str]:
    """This will list where the page's forms would post to, but for signing out and for taking evidence along."""
    forms = visitor.page.locator("main form[method=post]").all()
    posts = [form.get_attribute("action") or visitor.page.url for form in forms]
    return [path for path in posts if not path.endswith(EVIDENCE)]
