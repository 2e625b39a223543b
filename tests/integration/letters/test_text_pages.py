"""The page where a draft's paragraphs are mended, and its Word file."""

import io

import docx
import pytest
from django.test import Client

from sektoral.domain.letter_parts import Text
from sektoral.domain.letter_texts import standard_text
from sektoral.domain.letters import LetterKind
from sektoral.letters.actions.drafting import send_back
from sektoral.records.models import Letter
from tests.offices import make_two_offices
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
PASTED = "Kami mohon \u201cdata\u201d dari {nama_opd}:\r\nAlinea kedua\u00a0dari Word."


@pytest.fixture
def scene() -> Scene:
    return Scene()


def returned(scene: Scene) -> Letter:
    (letter,) = scene.drafted("dinkes")
    send_back(letter, reason="Perbaiki kalimatnya.", by=scene.by("sukor"), at=scene.now)
    return letter


def posted(**parts: str) -> dict[str, str]:
    text: Text = standard_text(LetterKind.REQUEST)
    return {part: "\n".join(paragraphs) for part, paragraphs in text.items()} | parts


def address(letter: Letter, after: str = "naskah/") -> str:
    return f"/surat/{letter.pk}/{after}"


def texts_of(client: Client, letter: Letter) -> str:
    return client.get(address(letter, "")).content.decode()


def test_a_paste_from_word_becomes_the_letter_s_own_paragraphs(scene: Scene) -> None:
    letter = returned(scene)
    with visiting(scene, "jp1") as client:
        page = client.get(address(letter)).content.decode()
        assert "Dalam rangka pengumpulan data statistik sektoral {periode}" in page
        assert "data:image/png;base64," in page
        assert client.post(address(letter), posted(opening=PASTED)).status_code == 302
        assert "memakai kalimatnya sendiri" in texts_of(client, letter)
        assert client.post(address(letter, "naskah/kantor/")).status_code == 302
        assert "memakai kalimatnya sendiri" not in texts_of(client, letter)
    letter.refresh_from_db()
    assert letter.text == {}


def test_whom_a_letter_goes_to_is_not_told_whose_words_it_has(scene: Scene) -> None:
    letter = returned(scene)
    with visiting(scene, "jp1") as client:
        client.post(address(letter), posted(opening="Untuk {nama_opd} saja:"))
        client.post(address(letter, "ajukan/"), {"subject": letter.subject})
    scene.initial(letter)
    scene.sign(letter, "kadis")
    for who in ("operator.dinkes", "jp1"):
        with visiting(scene, who) as client:
            assert "memakai kalimatnya sendiri" not in texts_of(client, letter)


def test_what_was_pasted_is_stored_clean(scene: Scene) -> None:
    letter = returned(scene)
    with visiting(scene, "jp1") as client:
        client.post(address(letter), posted(opening=PASTED))
    letter.refresh_from_db()
    assert letter.text == {"opening": ['Kami mohon "data" dari {nama_opd}:', "Alinea kedua dari Word."]}


def test_trying_stores_nothing(scene: Scene) -> None:
    letter = returned(scene)
    with visiting(scene, "jp1") as client:
        page = client.post(address(letter), posted(opening="Hanya coba.") | {"preview": "1"})
        part = client.post(address(letter, "naskah/pratinjau/"), posted(opening="Hanya coba."))
        faulty = client.post(address(letter, "naskah/pratinjau/"), posted(opening="{bupati}"))
    assert (page.status_code, part.status_code, faulty.status_code) == (200, 200, 200)
    assert "Hanya coba." in page.content.decode()
    assert "data:image/png;base64," in part.content.decode()
    assert "isian yang tidak tersedia untuk surat ini: bupati" in faulty.content.decode()
    letter.refresh_from_db()
    assert letter.text == {}


@pytest.mark.parametrize(
    ("words", "said"), [("{bupati}", "tidak tersedia"), ("{periode", "tidak lengkap"), ("", "Bidang ini tidak boleh")]
)
def test_a_fault_stands_at_its_part_and_nothing_is_lost(scene: Scene, words: str, said: str) -> None:
    letter = returned(scene)
    with visiting(scene, "jp1") as client:
        answer = client.post(address(letter), posted(opening=words, closing="Kalimat penutup saya."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Kalimat penutup saya." in page


def test_a_letter_in_its_chain_has_no_such_page(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    with visiting(scene, "jp1") as client:
        assert client.get(address(letter)).status_code == 409
        assert client.post(address(letter), posted(opening="Diam-diam.")).status_code == 409
        assert client.post(address(letter, "naskah/pratinjau/"), posted()).status_code == 409
    letter.refresh_from_db()
    assert letter.text == {}


def test_the_kabid_takes_the_words_along_to_word_while_nobody_signed(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    with visiting(scene, "kabid") as client:
        assert address(letter, "naskah.docx") in texts_of(client, letter)
        answer = client.get(address(letter, "naskah.docx"))
    assert answer["Content-Disposition"] == 'attachment; filename="naskah-request.docx"'
    assert "Pembuka" in [one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs]
    scene.initial(letter)
    scene.sign(letter, "kadis")
    with visiting(scene, "kabid") as client:
        assert client.get(address(letter, "naskah.docx")).status_code == 409
        assert address(letter, "naskah.docx") not in texts_of(client, letter)


@pytest.mark.parametrize("who", ["sukor", "kabid", "kadis", "admin", "operator.dinkes"])
def test_who_does_not_draft_such_letters_is_refused(scene: Scene, who: str) -> None:
    letter = returned(scene)
    with visiting(scene, who) as client:
        assert client.get(address(letter)).status_code in (403, 404)
        assert client.post(address(letter), posted(opening="Diam-diam.")).status_code in (403, 404)
        assert client.post(address(letter, "naskah/kantor/")).status_code in (403, 404)


def test_a_stranger_finds_nothing() -> None:
    ours, theirs = make_two_offices()
    scene, other = Scene(ours), Scene(theirs)
    letter = returned(scene)
    with visiting(other, "jp1") as client:
        for after in ("naskah/", "naskah.docx"):
            assert client.get(address(letter, after)).status_code == 404
        for after in ("naskah/", "naskah/pratinjau/", "naskah/kantor/"):
            assert client.post(address(letter, after), posted()).status_code == 404
