"""The pages of the office's wording: who may look and write, what they show, and back to the default."""

import pytest

from sektoral.domain.letter_texts import PARTS, standard_text
from sektoral.domain.letters import LetterKind
from sektoral.letters.texts import office_text
from sektoral.records.models import LetterText
from tests.offices import make_two_offices
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
ROOT = "/pengaturan/naskah/"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def posted(kind: LetterKind, **more: str) -> dict[str, str]:
    return {part: "\n".join(paragraphs) for part, paragraphs in standard_text(kind).items()} | {"seen": "0"} | more


@pytest.mark.parametrize("kind", PARTS)
def test_every_kind_is_shown_with_a_picture_before_there_is_any_letter(scene: Scene, kind: LetterKind) -> None:
    with visiting(scene, "sukor") as client:
        page = client.get(f"{ROOT}{kind}/")
    assert page.status_code == 200
    assert "Contoh karangan" in page.content.decode()
    assert "data:image/png;base64," in page.content.decode()


def test_the_office_s_latest_letter_is_the_sample(scene: Scene) -> None:
    scene.drafted("dinkes", "disdik")
    with visiting(scene, "sukor") as client:
        page = client.get(f"{ROOT}request/").content.decode()
    assert "Contoh: Dinas" in page


def test_a_version_is_written_listed_and_taken_back(scene: Scene) -> None:
    with visiting(scene, "kabid") as client:
        answer = client.post(f"{ROOT}memo/", posted(LetterKind.MEMO, closing="Sekian."), follow=True)
        page = answer.content.decode()
        assert "Nota dinas" in client.get(ROOT).content.decode()
        assert "Versi 1" in page
        assert "Bagian yang berubah: Penutup." in page
        assert office_text(scene.office, LetterKind.MEMO)["closing"] == ("Sekian.",)
        back = client.post(f"{ROOT}memo/bawaan/", {"seen": "1"}, follow=True).content.decode()
    assert "memakai naskah bawaan lagi" in back
    assert "Versi 2" in back
    assert office_text(scene.office, LetterKind.MEMO) == standard_text(LetterKind.MEMO)


def test_two_who_write_at_once_do_not_overwrite_each_other(scene: Scene) -> None:
    with visiting(scene, "kabid") as client:
        client.post(f"{ROOT}memo/", posted(LetterKind.MEMO, closing="Pertama."))
        late = client.post(f"{ROOT}memo/", posted(LetterKind.MEMO, closing="Kedua."))
    assert late.status_code == 422
    assert "sudah diubah orang lain" in late.content.decode()
    assert LetterText.objects.count() == 1


def test_trying_stores_nothing(scene: Scene) -> None:
    with visiting(scene, "kabid") as client:
        page = client.post(f"{ROOT}memo/", posted(LetterKind.MEMO, closing="Coba.", preview="1"))
        part = client.post(f"{ROOT}memo/pratinjau/", posted(LetterKind.MEMO, closing="{bupati}"))
    assert (page.status_code, part.status_code) == (200, 200)
    assert "tidak tersedia untuk surat ini: bupati" in part.content.decode()
    assert not LetterText.objects.exists()


@pytest.mark.parametrize("who", ["jp1", "kadis", "auditor"])
def test_who_only_looks_gets_no_form_and_cannot_post(scene: Scene, who: str) -> None:
    with visiting(scene, who) as client:
        page = client.get(f"{ROOT}memo/")
        assert page.status_code == 200
        assert "Simpan versi baru" not in page.content.decode()
        assert client.post(f"{ROOT}memo/", posted(LetterKind.MEMO, closing="Diam-diam.")).status_code == 403
        assert client.post(f"{ROOT}memo/bawaan/", {"seen": "0"}).status_code == 403
    assert not LetterText.objects.exists()


@pytest.mark.parametrize("kind", ["receipt", "sop", "surat-cinta"])
def test_there_is_no_page_for_words_that_are_the_system_s(scene: Scene, kind: str) -> None:
    with visiting(scene, "kabid") as client:
        assert client.get(f"{ROOT}{kind}/").status_code == 404


def test_agencies_have_no_business_here(scene: Scene) -> None:
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(ROOT).status_code == 403


def test_one_office_s_words_are_not_another_s() -> None:
    ours, theirs = make_two_offices()
    with visiting(Scene(ours), "kabid") as client:
        client.post(f"{ROOT}memo/", posted(LetterKind.MEMO, closing="Khas kami."))
    with visiting(Scene(theirs), "kabid") as client:
        assert "Khas kami." not in client.get(f"{ROOT}memo/").content.decode()
