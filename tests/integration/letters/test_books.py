"""Who took a letter by hand counts as proof of its delivery; the books are printed from what is recorded anyway."""

import io
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sektoral.domain.errors import Invalid, NotFound, Refused, SektoralError, WrongState
from sektoral.intake import files
from sektoral.letters.actions.hand_delivery import Receipt, correct, record
from sektoral.records.models import Agency, Event, HandDelivery, Letter, Office
from tests.offices import make_tiny_office
from tests.pdf_text import pages_of
from tests.rounds import FIRST, Scene
from tests.signed_papers import plain_letter
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LONG = "Badan Kesatuan Bangsa, Politik, dan Perlindungan Masyarakat serta Penanggulangan Bencana Daerah"


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    scene.later(hours=2, microseconds=123)  # as a clock really stands
    return scene


def receipt(scene: Scene, **changes: object) -> Receipt:
    request = scene.request("dinkes")
    given = Receipt(
        letter=Letter.objects.get(request=request, kind="request"),
        request=request,
        receiver="Contoh Penerima",
        receiver_title="Staf Tata Usaha",
        delivered_at=scene.now - timedelta(minutes=30),
        with_workbook=True,
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def photograph() -> bytes:
    data, picture = io.BytesIO(), Image.new("RGB", (40, 30), "white")
    exif = picture.getexif()
    exif[0x010F] = "Kamera Rahasia"
    picture.save(data, "JPEG", exif=exif)
    return data.getvalue()


def test_a_delivery_is_noted_with_its_photograph_drawn_anew(scene: Scene) -> None:
    kept = record(receipt(scene, proof=photograph(), proof_name="foto.jpg"), by=scene.by("jp1"), at=scene.now)
    assert kept.proof is not None
    data = files.read(kept.proof)
    assert data.startswith(b"\x89PNG")
    assert b"Kamera Rahasia" not in data
    event = Event.objects.get(kind="delivery.recorded")
    assert event.facts["proof"] == kept.proof.sha256
    assert "Contoh Penerima" not in str(event.facts)


def test_a_slip_is_mended_beside_it_and_its_proof_goes_on(scene: Scene) -> None:
    wrong = record(receipt(scene, proof=plain_letter(), proof_name="b.pdf"), by=scene.by("jp1"), at=scene.now)
    right = correct(
        wrong, receipt(scene, receiver="Contoh Sekretaris"), reason="Salah nama.", by=scene.by("jp2"), at=scene.now
    )
    assert right.proof == wrong.proof
    assert HandDelivery.objects.get(pk=wrong.pk).receiver == "Contoh Penerima"
    with pytest.raises(WrongState, match="delivery_corrected_already"):
        correct(wrong, receipt(scene), reason="Lagi.", by=scene.by("jp1"), at=scene.now)


def test_one_delivery_is_noted_once(scene: Scene) -> None:
    record(receipt(scene), by=scene.by("jp1"), at=scene.now)
    with pytest.raises(WrongState, match="delivery_recorded_already"):
        record(receipt(scene), by=scene.by("jp2"), at=scene.now)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"receiver": " "}, "receiver_missing"),
        ({"proof": b"MZ program"}, "proof_not_readable"),
        ({"proof": b"%PDF-1.7 rusak"}, "pdf_broken|not_a_pdf"),
    ],
)
def test_what_cannot_be_noted_is_refused(scene: Scene, changes: dict[str, object], code: str) -> None:
    with pytest.raises(SektoralError, match=code):
        record(receipt(scene, **changes), by=scene.by("jp1"), at=scene.now)
    assert not HandDelivery.objects.exists()


def test_nothing_is_handed_over_before_it_is_signed_or_in_the_future(scene: Scene) -> None:
    for moment, code in (
        (timedelta(minutes=1), "delivered_in_future"),
        (-timedelta(days=3), "delivered_before_signed"),
    ):
        with pytest.raises(Invalid, match=code):
            record(receipt(scene, delivered_at=scene.now + moment), by=scene.by("jp1"), at=scene.now)


def test_a_letter_goes_only_to_whom_it_is_addressed(scene: Scene) -> None:
    with pytest.raises(Invalid, match="letter_not_addressed"):
        record(receipt(scene, request=scene.request("disdik")), by=scene.by("jp1"), at=scene.now)


def test_only_who_sends_notes_a_delivery(scene: Scene) -> None:
    with pytest.raises(Refused):
        record(receipt(scene), by=scene.by("sukor"), at=scene.now)
    elsewhere = Scene(office=make_tiny_office(slug="seberang"), now=scene.now)
    with pytest.raises(NotFound):
        record(receipt(scene), by=elsewhere.by("jp1"), at=scene.now)


def test_the_page_notes_it_and_the_books_and_step_2_show_it(scene: Scene) -> None:
    given = receipt(scene)
    door = f"/surat/{given.letter.pk}/serah/{given.request.pk}/"
    form = {
        "receiver": "Contoh Penerima",
        "receiver_title": "Staf Tata Usaha",
        "delivered_at": "2026-11-23T10:20",
        "with_workbook": "on",
        "file": SimpleUploadedFile("bukti.pdf", plain_letter()),
    }
    with visiting(scene, "jp1") as client:
        assert client.post(door, form).status_code == 302
        page = client.get("/surat/ekspedisi/").content.decode()
        assert "Contoh Penerima" in page
        proof = client.get(f"/surat/ekspedisi/bukti/{HandDelivery.objects.get().pk}/")
        assert proof.content == plain_letter()
        assert "Contoh Penerima" in client.get(f"/langkah-2/{given.request.round_id}/").content.decode()
        again = client.post(door, {"receiver": "X", "receiver_title": "Y", "delivered_at": "2026-11-23T10:20"})
        assert again.status_code == 422  # a correction needs its reason
        form = {"receiver": "Contoh Lain", "receiver_title": "Y", "delivered_at": "2026-11-23T10:20"}
        assert client.post(door, form | {"reason": "Salah nama."}).status_code == 302
        book = " ".join(pages_of(client.get("/surat/ekspedisi.pdf").content))
    assert "Contoh Lain" in book
    assert "Contoh Penerima" not in book


def test_the_agenda_holds_what_went_out_and_what_came_in(scene: Scene) -> None:
    scene.hand_over("disdik", FIRST)
    transmittal = Letter.objects.get(kind="transmittal")
    outgoing = Letter.objects.get(request=scene.request("dinkes"), kind="request")
    with visiting(scene, "kabid") as client:
        text = " ".join(pages_of(client.get("/surat/agenda.pdf").content)).replace("\n", "")
        sheet = client.get("/surat/agenda/?ekspor=xlsx&arah=Masuk").content
        assert "Tidak ada surat" in client.get("/surat/agenda/?dari=2025-01-01&sampai=2025-12-31").content.decode()
        assert client.get("/surat/agenda/?dari=2026-02-01&sampai=2026-01-01").status_code == 422
    assert outgoing.number in text
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(sheet)).worksheets[0]]
    assert [row[2] for row in rows[1:]] == [transmittal.number]


@pytest.mark.parametrize("paper", ["a4", "f4"])
def test_the_books_and_control_sheets_bear_long_names(scene: Scene, paper: str) -> None:
    Agency.objects.filter(code="dinkes").update(name=LONG)
    Office.objects.update(paper=paper)
    scene.office.refresh_from_db()
    record(receipt(scene, receiver_title=LONG), by=scene.by("jp1"), at=scene.now)
    round_ = scene.request("dinkes").round_id
    with visiting(scene, "jp1") as client:
        for page in ("surat/agenda.pdf", "surat/ekspedisi.pdf", f"papan/putaran/{round_}/kendali.pdf"):
            answer = client.get(f"/{page}")
            assert answer["Content-Type"] == "application/pdf"
            assert "Penanggulangan Bencana" in " ".join(pages_of(answer.content)).replace("\n", " ")
        sheets = pages_of(client.get(f"/papan/putaran/{round_}/kendali.pdf").content)
    assert len(sheets) == 2  # a page an agency


def test_strangers_see_no_books(scene: Scene) -> None:
    given = receipt(scene)
    round_ = given.request.round_id
    doors = ("surat/agenda/", "surat/ekspedisi.pdf", f"papan/putaran/{round_}/kendali.pdf")
    with visiting(scene, "operator.dinkes") as client:
        for door in (*doors, f"surat/{given.letter.pk}/serah/{given.request.pk}/"):
            assert client.get(f"/{door}").status_code == 403
    elsewhere = Scene(office=make_tiny_office(slug="seberang"), now=scene.now)
    with visiting(elsewhere, "jp1") as client:
        assert client.get(f"/surat/{given.letter.pk}/serah/{given.request.pk}/").status_code == 404
        assert client.get(f"/{doors[2]}").status_code == 404
        assert given.letter.number not in client.get("/surat/agenda/?").content.decode()
