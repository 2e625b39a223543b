"""An agency's own letterhead: set by the admin or its head, printed on its letters, and nowhere else."""

import pytest

from sektoral.domain.errors import Invalid, Refused
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.previews import draft_pdf
from sektoral.project.invariants.listing import INVARIANTS, verify
from sektoral.records.models import Agency, Event, Letter
from sektoral.setup.actions.letterheads import AgencyLetters, set_letters
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from tests.pdf_text import pages_of
from tests.rounds import FIRST, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
LETTERS = AgencyLetters(
    ("Kompleks Perkantoran Contoh Blok B Nomor 12, Kelurahan Mungil Hulu", "Mungil 99999"),
    "(0999) 12345",
    "dinkes@mungil.example",
    "https://dinkes.mungil.example",
)


def url(scene: Scene, code: str = "dinkes") -> str:
    return f"/pengaturan/kontak/{scene.agency(code).pk}/kop/"


def posted(letters: AgencyLetters) -> dict[str, str]:
    given = {"phone": letters.phone, "email": letters.email, "website": letters.website}
    return {"address": "\n".join(letters.address), **given, **({"needs_review": "on"} if letters.needs_review else {})}


def transmittal(scene: Scene) -> Letter:
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", FIRST)
    return draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)


@pytest.mark.parametrize("key", ["admin", "kepala.dinkes"])
def test_it_is_set_on_its_page_and_printed(key: str) -> None:
    scene = Scene()
    letter = transmittal(scene)
    assert "(0999) 12345" not in pages_of(draft_pdf(letter, at=scene.now))[0]
    with visiting(scene, key) as client:
        assert "Kop surat dan telaah" in client.get(f"/pengaturan/kontak/{scene.agency('dinkes').pk}/").content.decode()
        page = client.post(url(scene), posted(LETTERS), follow=True).content.decode()
        assert "disimpan" in page
        assert "Telepon (0999) 12345, Pos-el dinkes@mungil.example" in page
        assert "Tidak ada yang berubah" in client.post(url(scene), posted(LETTERS), follow=True).content.decode()
    shown = pages_of(draft_pdf(Letter.objects.get(pk=letter.pk), at=scene.now))[0]
    for line in ("DINAS KESEHATAN", *LETTERS.address, "Telepon (0999) 12345", "Laman https://dinkes.mungil.example"):
        assert line in shown
    assert Event.objects.filter(kind="agency.letterhead_changed").count() == 1


def test_bytes_that_are_made_keep_theirs() -> None:
    scene = Scene()
    letter = transmittal(scene)
    before = finalise(letter, by=scene.by("kepala.dinkes"), at=scene.now).sha256
    set_letters(scene.agency("dinkes"), LETTERS, by=scene.by("admin"), at=scene.now)
    after = finalise(Letter.objects.get(pk=letter.pk), by=scene.by("kepala.dinkes"), at=scene.now).sha256
    assert after == before


@pytest.mark.parametrize("key", ["kepala.disdik", "operator.dinkes", "jp1", "kabid"])
def test_the_others_do_not_set_it(key: str) -> None:
    scene = Scene()
    with visiting(scene, key) as client:
        assert client.get(url(scene)).status_code in (403, 404)
        assert client.post(url(scene), posted(LETTERS)).status_code in (403, 404)
    with pytest.raises(Refused):
        set_letters(scene.agency("dinkes"), LETTERS, by=scene.by(key), at=scene.now)
    assert scene.agency("dinkes").address == []


@pytest.mark.parametrize(
    ("letters", "code"),
    [
        (AgencyLetters(("a", "b", "c", "d")), "letterhead_too_many_lines"),
        (AgencyLetters(("x" * 111,)), "letterhead_line_too_long"),
        (AgencyLetters(("Jalan \u202econtoh",)), "letterhead_character"),
        (AgencyLetters((), "☎ 123"), "letterhead_character"),
    ],
)
def test_what_cannot_be_printed_is_refused(letters: AgencyLetters, code: str) -> None:
    scene = Scene()
    with pytest.raises(Invalid, match=code):
        set_letters(scene.agency("dinkes"), letters, by=scene.by("admin"), at=scene.now)
    with visiting(scene, "admin") as client:
        assert client.post(url(scene), posted(letters)).status_code == 422


def test_a_switch_turned_behind_the_journal_s_back_is_found() -> None:
    scene = Scene()
    set_letters(scene.agency("dinkes"), LETTERS, by=scene.by("admin"), at=scene.now)
    values = [one for one in INVARIANTS if one.code == "I25"]
    assert [outcome.total for outcome in verify(at=scene.now, invariants=values)] == [0]
    Agency.objects.filter(code__in=["dinkes", "disdik"]).update(needs_review=True)
    assert [outcome.total for outcome in verify(at=scene.now, invariants=values)] == [2]
