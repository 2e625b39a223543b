"""The pages of the SOP's versions: who may open them, what they show, and a revision written through the browser."""

import base64
import json
import re
from collections.abc import Mapping

import pytest
from django.test import Client

from sektoral.records.models import Letter, Sop
from sektoral.records.sop_versions import text_of
from sektoral.setup.actions.sops import begin_revision
from sektoral.setup.facts import read_fact
from sektoral.setup.forms.sops import posted_sop, read_sop
from tests.offices import make_tiny_office
from tests.pdf_text import pages_of
from tests.rounds import Scene
from tests.sops import CHANGE, NUMBER, again, revised, signed, write, written
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SOPS = "/pengaturan/sop/"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def words(html: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).split())


def fields(client: Client, stored: Sop) -> dict[str, str]:
    """What the page would send, read from its own fields."""
    html = client.get(f"{SOPS}{stored.pk}/ubah/").content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', html)
    assert seen
    return {"seen": seen[1], **posted_sop(text_of(again(stored)), again(stored).change)}


def save(client: Client, stored: Sop, change: Mapping[str, str]) -> int:
    return client.post(f"{SOPS}{stored.pk}/ubah/", {**fields(client, stored), **change}).status_code


def test_the_form_sends_back_exactly_what_it_shows() -> None:
    raw = json.loads(read_fact("labura", "sop.json"))
    assert read_sop(posted_sop(raw, ""), raw) == raw


def test_a_revision_is_begun_written_and_kept_with_its_faults(scene: Scene) -> None:
    with visiting(scene, "sukor") as client:
        address = client.post(f"{SOPS}mulai/").headers["Location"]
        stored = Sop.objects.get(version=2)
        assert address == f"{SOPS}{stored.pk}/ubah/"
        assert save(client, stored, {"langkah-3-nilai": "7", "perubahan": CHANGE}) == 302
        page = client.get(address)
        assert "Nomor 047/3151/SOP/SPT/DISKOMINFO/2022 sudah dipakai" in words(page.content)
        assert save(client, stored, {"nomor": NUMBER, "langkah-3-nilai": "tujuh"}) == 302
        assert "Waktu “tujuh” tidak dapat dipakai" in words(client.get(address).content)
        assert save(client, stored, {"langkah-3-nilai": "7"}) == 302
        assert 'class="flow-alone"' in client.get(address).content.decode()
    assert again(stored).content == dict(revised(again(stored)))
    assert text_of(again(stored))["bagan_alur"]["langkah"][2]["waktu"] == "7 hari kerja"


@pytest.mark.parametrize("part", [{"lajur": "\n".join(f"L{n}" for n in range(40))}, {"judul": "J" * 5_000}])
def test_what_no_sheet_could_hold_is_kept_and_not_set_on_paper(scene: Scene, part: Mapping[str, str]) -> None:
    stored = begin_revision(by=scene.by("sukor"), at=scene.now)
    with visiting(scene, "sukor") as client:
        assert save(client, stored, part) == 302
        assert client.get(f"{SOPS}{stored.pk}/naskah.pdf").status_code == 422
        assert client.get(f"{SOPS}{stored.pk}/").status_code == 200


def test_a_number_longer_than_any_is_kept_as_a_fault(scene: Scene) -> None:
    stored = begin_revision(by=scene.by("sukor"), at=scene.now)
    with visiting(scene, "sukor") as client:
        assert save(client, stored, {"nomor": "9" * 60_000}) == 302  # more than SQLite compares without regard to case
        page = client.get(f"{SOPS}{stored.pk}/ubah/")
    assert page.status_code == 200
    assert f"Nomor “{'9' * 60}” tidak dapat dipakai" in words(page.content)


def test_only_the_parts_with_something_wrong_in_them_stand_open(scene: Scene) -> None:
    stored = begin_revision(by=scene.by("kabid"), at=scene.now)
    address = f"{SOPS}{stored.pk}/ubah/"
    with visiting(scene, "kabid") as client:
        save(client, stored, {"perubahan": "Waktu.", "nomor": NUMBER})
        assert client.get(address).content.decode().count('<details class="sop-part" open>') == 0
        save(client, stored, {"langkah-3-nilai": "tujuh"})
        page = client.get(address).content.decode()
    assert page.count('<details class="sop-part" open>') == 1
    assert '<details class="sop-part" open><summary><h2>Lima langkah' in page


def test_a_symbol_is_added_moved_and_removed(scene: Scene) -> None:
    stored = begin_revision(by=scene.by("kabid"), at=scene.now)
    row = {"langkah": "2", "pelaksana": "SuKor PPD", "baris": "1", "bentuk": "process", "teks": "Awasi", "id": ""}
    with visiting(scene, "kabid") as client:
        added = {f"simbol-15-{name}": value for name, value in row.items()}
        assert save(client, stored, {**added, "simbol-7-hapus": "1", "simbol-5-pelaksana": "Kabid SPT"}) == 302
        page = words(client.get(f"{SOPS}{stored.pk}/ubah/").content)
    symbols = text_of(again(stored))["bagan_alur"]["usulan_simbol"]["langkah"]
    assert [(one["id"], one["pelaksana"]) for one in symbols["2"]] == [
        ("distribusi", "Kabid SPT"),
        ("awasi", "SuKor PPD"),
    ]
    assert [one["id"] for one in symbols["4"]] == ["periksa", "simpan"]
    assert "Simbol “terima” tidak ada." in page
    assert "Bagan digambar lagi setelah" in page


def test_a_lane_that_gets_another_name_takes_its_symbols_along(scene: Scene) -> None:
    stored = begin_revision(by=scene.by("sukor"), at=scene.now)
    lanes = "JP\nKetua Tim\nKabid SPT\nKadis Kominfo\nProdusen Data\nBank Data / Data Base"
    with visiting(scene, "sukor") as client:
        assert save(client, stored, {"lajur": lanes}) == 302
    symbols = text_of(again(stored))["bagan_alur"]["usulan_simbol"]["langkah"]
    assert {one["pelaksana"] for step in symbols.values() for one in step} <= set(lanes.split("\n"))


def test_what_is_tried_is_shown_and_not_kept(scene: Scene) -> None:
    stored = begin_revision(by=scene.by("sukor"), at=scene.now)
    with visiting(scene, "sukor") as client:
        typed = {**fields(client, stored), "bagan": "BAGAN PERCOBAAN", "pratinjau": "1"}
        page = client.post(f"{SOPS}{stored.pk}/ubah/", typed)
        fragment = client.post(f"{SOPS}{stored.pk}/pratinjau/", typed)
        paper = client.post(f"{SOPS}{stored.pk}/naskah.pdf", typed)
    assert "BAGAN PERCOBAAN" in page.content.decode()
    assert "flow-alone" in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    assert paper.content.startswith(b"%PDF")
    assert "BAGAN PERCOBAAN" not in json.dumps(again(stored).content)


def test_whoever_saves_what_another_changed_is_told_and_loses_nothing(scene: Scene) -> None:
    stored = begin_revision(by=scene.by("sukor"), at=scene.now)
    with visiting(scene, "sukor") as client:
        typed = {**fields(client, stored), "judul": "JUDUL SAYA"}
        with visiting(scene, "kabid") as other:
            assert save(other, stored, {"judul": "JUDUL LAIN"}) == 302
        answer = client.post(f"{SOPS}{stored.pk}/ubah/", typed)
    assert answer.status_code == 409
    assert "JUDUL SAYA" in answer.content.decode()
    assert "diubah orang lain" in words(answer.content)


@pytest.mark.parametrize("junk", ["", "\0", "9" * 5000, "<script>", "x" * 5_000, "-1"])
def test_whatever_is_typed_is_kept_or_said_and_breaks_nothing(scene: Scene, junk: str) -> None:
    stored = begin_revision(by=scene.by("sukor"), at=scene.now)
    with visiting(scene, "sukor") as client:
        typed = fields(client, stored)
        seen = typed["seen"]
        for name in list(typed):
            typed[name] = junk
        assert client.post(f"{SOPS}{stored.pk}/ubah/", {**typed, "seen": seen}).status_code == 302
        for page in ("ubah/", "", "naskah.pdf"):
            assert client.get(f"{SOPS}{stored.pk}/{page}").status_code in (200, 422)
        assert client.get(SOPS).status_code == 200


def test_a_version_is_shown_beside_the_one_in_force_with_its_pages(scene: Scene) -> None:
    stored = written(scene)
    with visiting(scene, "kadis") as client:
        page = client.get(f"{SOPS}{stored.pk}/")
        paper = client.get(f"{SOPS}{stored.pk}/naskah.pdf")
    assert "Langkah 3: waktu 5 hari kerja 7 hari kerja" in words(page.content)
    assert CHANGE in words(page.content)
    sheets = re.findall(r'src="data:image/png;base64,([^"]+)"', page.content.decode())
    assert all(base64.b64decode(sheet).startswith(b"\x89PNG") for sheet in sheets)
    assert len(sheets) == len(pages_of(paper.content)) > 1


def test_the_drafter_proposes_and_the_page_says_where_it_stands(scene: Scene) -> None:
    stored = written(scene)
    with visiting(scene, "sukor") as client:
        assert "pegawai JP" in words(client.get(f"{SOPS}{stored.pk}/").content)
        assert client.post(f"{SOPS}{stored.pk}/ajukan/").status_code == 403
    with visiting(scene, "jp1") as client:
        assert client.post(f"{SOPS}{stored.pk}/ajukan/").status_code == 302
        assert "Menunggu disahkan" in words(client.get(f"{SOPS}{stored.pk}/").content)
    letter = Letter.objects.get(kind="sop")
    assert (letter.state, letter.number) == ("initialling", NUMBER)
    with visiting(scene, "sukor") as client:
        assert client.get(f"{SOPS}{stored.pk}/ubah/").headers["Location"] == f"{SOPS}{stored.pk}/"


def test_a_revision_is_dropped_after_one_more_question(scene: Scene) -> None:
    stored = written(scene)
    with visiting(scene, "sukor") as client:
        assert "Batalkan revisi versi 2?" in words(client.get(f"{SOPS}{stored.pk}/batalkan/").content)
        assert client.post(f"{SOPS}{stored.pk}/batalkan/").headers["Location"] == SOPS
        page = words(client.get(SOPS).content)
    assert "Versi 2 Dibatalkan" in page
    assert "Mulai revisi SOP" in page


def test_the_public_reads_of_the_former_document_that_it_was_replaced(scene: Scene) -> None:
    old = signed(scene, Sop.objects.select_related("office").get(version=1))
    scene.later(days=1)
    new = signed(scene, written(scene))
    with visiting(scene) as client:
        former, present = (words(client.get(f"/v/{letter.token}").content) for letter in (old, new))
    assert new.number in former
    assert "diganti" in former.lower()
    assert "diganti" not in present.lower()


def test_readers_see_the_version_in_force_and_never_a_revision(scene: Scene) -> None:
    stored = written(scene)
    with visiting(scene, "operator.dinkes") as client:
        assert "5 hari kerja" in words(client.get("/papan/sop/").content)
        assert client.get(f"/papan/sop/{stored.pk}/").status_code == 404
        assert client.get(f"/papan/sop/{stored.pk}/sop.pdf").status_code == 404
    letter = signed(scene, stored)
    with visiting(scene, "operator.dinkes") as client:
        page = words(client.get("/papan/sop/").content)
        pdf = client.get(f"/papan/sop/{stored.pk}/sop.pdf").content
    assert "7 hari kerja" in page
    assert "belum disahkan" not in page
    assert letter.signed_file is not None
    assert len(pdf) == letter.signed_file.size


ADDRESSES = ("", "ubah/", "batalkan/", "naskah.pdf")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_finds_nothing(scene: Scene, address: str) -> None:
    stored = begin_revision(by=scene.by("sukor"), at=scene.now)
    other = Scene(office=make_tiny_office(slug="seberang"))
    with visiting(other, "sukor") as client:
        assert client.get(f"{SOPS}{stored.pk}/{address}").status_code == 404
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(f"{SOPS}{stored.pk}/{address}").status_code == 403
    with visiting(scene) as client:
        assert client.get(f"{SOPS}{stored.pk}/{address}").status_code == 302


def test_a_chart_with_symbols_of_the_offices_own_stands_on_the_board(scene: Scene) -> None:
    stored = begin_revision(by=scene.by("sukor"), at=scene.now)
    text = json.dumps(dict(revised(stored))).replace('"periksa"', '"uji_kesesuaian"').replace('"mulai"', '"awal"')
    write(scene, stored, json.loads(text))
    signed(scene, stored)
    scene.collecting("dinkes")
    with visiting(scene, "kadis") as client:
        page = client.get("/papan/")
    assert page.status_code == 200
    assert "Sesuai?" in page.content.decode()


def test_the_board_of_a_running_round_leads_to_its_own_version(scene: Scene) -> None:
    scene.collecting("dinkes")
    signed(scene, written(scene))
    with visiting(scene, "kadis") as client:
        page = client.get("/papan/").content.decode()
        assert f"/papan/sop/{Sop.objects.get(version=1).pk}/" in page
        assert "5 hari kerja" in words(client.get(f"/papan/sop/{Sop.objects.get(version=1).pk}/").content)


def test_the_journal_tells_of_the_revision(scene: Scene) -> None:
    signed(scene, written(scene))
    with visiting(scene, "kadis") as client:
        page = words(client.get("/papan/jurnal/").content)
    assert "SOP disahkan dan berlaku" in page
    assert "SOP versi 2" in page
