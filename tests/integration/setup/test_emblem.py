"""The emblem on the letterhead: who changes it, what is refused, and on which papers it stands."""

import io

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from sektoral.domain.errors import Refused
from sektoral.intake import files
from sektoral.letters.previews import draft_pdf
from sektoral.records.models import Event, Letter, Office, StoredFile
from sektoral.setup.actions.emblem import set_emblem
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from tests.rounds import FIRST, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
PAGE = "/pengaturan/lambang/"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def picture(kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (900, 1200), (11, 92, 75)).save(target, format=kind)
    return target.getvalue()


def upload(client: Client, data: bytes, name: str = "lambang.png") -> "tuple[int, str]":
    answer = client.post(PAGE, {"picture": SimpleUploadedFile(name, data)})
    return answer.status_code, answer.content.decode()


def pictures_on(letter: Letter, scene: Scene) -> int:
    document = pypdfium2.PdfDocument(draft_pdf(letter, at=scene.now))
    try:
        return sum(1 for one in document[0].get_objects(max_depth=9) if one.type == 3)  # FPDF_PAGEOBJ_IMAGE
    finally:
        document.close()


def now(scene: Scene) -> Office:
    return Office.objects.select_related("emblem").get(pk=scene.office.pk)


def fresh(letter: Letter) -> Letter:
    rows = Letter.objects.select_related("office", "agency", "request__agency", "request__round__sop", "submission")
    return rows.get(pk=letter.pk)


def test_the_administrator_puts_an_emblem_on_the_letterhead_and_takes_it_off(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    assert pictures_on(fresh(letter), scene) == 0
    with visiting(scene, "admin") as client:
        assert upload(client, picture("JPEG"), "foto.jpg")[0] == 302
        assert "Lambang tercetak di kiri kop surat" in client.get(PAGE).content.decode()
        kept = now(scene).emblem
        assert kept is not None
        assert (kept.name, kept.media_type) == ("lambang.png", "image/png")
        assert Image.open(io.BytesIO(files.read(kept))).size == (600, 800)
        assert pictures_on(fresh(letter), scene) == 1
        assert client.post(f"{PAGE}hapus/").status_code == 302
        assert "tidak memakai lambang" in client.post(f"{PAGE}hapus/", follow=True).content.decode()
    assert now(scene).emblem is None
    assert pictures_on(fresh(letter), scene) == 0
    told = [event.facts["sha256"] for event in Event.objects.filter(kind="emblem.changed").order_by("sequence")]
    assert told == [kept.sha256, ""]


def test_an_agency_s_letterhead_bears_the_region_s_emblem_too(scene: Scene) -> None:
    set_emblem(picture(), by=scene.by("admin"), at=scene.now)
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", FIRST)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    assert pictures_on(fresh(letter), scene) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Gambar SVG dapat memuat program"),
        (b"GIF89a" + bytes(30), "gambar GIF, bukan gambar PNG atau JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "Gambar rusak"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2 * 1024 * 1024), "melebihi batas"),
        (b"", "bukan gambar PNG atau JPEG"),
    ],
    ids=["svg", "gif", "broken", "too large", "empty"],
)
def test_what_is_refused_says_why_and_changes_nothing(scene: Scene, data: bytes, said: str) -> None:
    with visiting(scene, "admin") as client:
        status, page = upload(client, data)
    assert status == 422
    assert said in page
    assert now(scene).emblem is None
    assert not StoredFile.objects.filter(media_type="image/png").exists()


@pytest.mark.parametrize("who", ["jp1", "kadis", "kabid"])
def test_the_others_only_look(scene: Scene, who: str) -> None:
    with visiting(scene, who) as client:
        assert "Pasang lambang" not in client.get(PAGE).content.decode()
        assert upload(client, picture())[0] == 403
        assert client.post(f"{PAGE}hapus/").status_code == 403
    with pytest.raises(Refused):
        set_emblem(picture(), by=scene.by(who), at=scene.now)
    assert now(scene).emblem is None


def test_an_agency_has_no_such_page(scene: Scene) -> None:
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(PAGE).status_code == 403
