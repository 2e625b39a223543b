"""The call list: who owes what, whom to ask, what was said; numbers are for the few who call, and leave on record."""

import io
from datetime import date

import openpyxl
import pytest

from sektoral.domain.contacts import ContactResult, ContactWay
from sektoral.domain.errors import Invalid, Refused, SektoralError
from sektoral.records.models import ContactNote, Event, Person, Round
from sektoral.steps.step3_submit.actions.contacting import Contact, note_contact
from sektoral.steps.step3_submit.queries.calls import call_list
from tests.offices import make_tiny_office, person_of
from tests.pdf_text import pages_of
from tests.rounds import FIRST, Scene
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PHONE = "0812-3456-7890"


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    Person.objects.filter(email="operator.dinkes@mungil.example").update(phone=PHONE)
    return scene


def round_of(scene: Scene) -> Round:
    return Round.objects.get(office=scene.office)


def test_who_sent_everything_is_not_called_and_the_latest_stands_first(scene: Scene) -> None:
    scene.hand_over("disdik", FIRST)
    rows = call_list(round_of(scene), at=scene.now).rows
    assert [row.agency for row in rows] == ["Dinas Kesehatan"]
    assert len(rows[0].missing) == 2
    assert not rows[0].is_late
    scene.later(days=14)
    assert call_list(round_of(scene), at=scene.now).rows[0].is_late


def test_data_without_their_letter_are_asked_for_by_the_letter(scene: Scene) -> None:
    scene.upload("disdik", FIRST)
    rows = {row.short: row for row in call_list(round_of(scene), at=scene.now).rows}
    assert list(rows[scene.agency("disdik").short_name].missing) == ["surat pengiriman"]


def test_before_a_request_is_sent_nothing_is_owed() -> None:
    scene = Scene()
    scene.drafted("dinkes")
    with visiting(scene, "jp1") as client:
        assert client.get(f"/langkah-3/{scene.request('dinkes').pk}/kontak/").status_code == 200


def test_a_call_is_noted_at_the_request_and_in_the_list(scene: Scene) -> None:
    key, operator = scene.request("dinkes").pk, person_of(scene.office, "operator.dinkes")
    with visiting(scene, "jp1") as client:
        assert PHONE in client.get("/langkah-3/telepon/").content.decode()
        given = {
            "person": str(operator.pk),
            "way": "telephone",
            "result": "promised",
            "promised_on": "2026-11-27",
            "note": "menunggu tanda tangan",
        }
        assert client.post(f"/langkah-3/{key}/kontak/", given).status_code == 302
        for page in ("/langkah-3/telepon/", f"/langkah-3/{key}/kontak/", f"/langkah-3/{key}/"):
            text = client.get(page).content.decode()
            assert "Dijanjikan" in text
            assert "27 November 2026" in text
    event = Event.objects.get(kind="contact.noted")
    assert "menunggu" not in str(event.facts)
    assert PHONE not in str(event.facts)


def test_a_promise_without_its_day_is_told_beside_the_form(scene: Scene) -> None:
    with visiting(scene, "jp1") as client:
        given = {"person": "", "way": "telephone", "result": "promised"}
        answer = client.post(f"/langkah-3/{scene.request('dinkes').pk}/kontak/", given)
    assert answer.status_code == 422
    assert "Tanggal yang dijanjikan belum diisi" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"result": ContactResult.TALKED, "promised_on": date(2026, 12, 1)}, "day_without_promise"),
        ({"result": ContactResult.SENT}, "result_of_another_way"),
        ({"result": ContactResult.PROMISED, "promised_on": date(2026, 11, 1)}, "promise_in_past"),
    ],
)
def test_contradictions_are_refused(scene: Scene, changes: dict[str, object], code: str) -> None:
    given = {"way": ContactWay.TELEPHONE, "result": ContactResult.TALKED} | changes
    with pytest.raises(SektoralError, match=code):
        note_contact(Contact(scene.request("dinkes"), **given), by=scene.by("jp1"), at=scene.now)  # type: ignore[arg-type]


def test_somebody_of_another_agency_was_not_its_contact(scene: Scene) -> None:
    stranger = person_of(scene.office, "operator.disdik")
    contact = Contact(scene.request("dinkes"), ContactWay.TELEPHONE, ContactResult.TALKED, stranger)
    with pytest.raises(Invalid, match="person_not_of_agency"):
        note_contact(contact, by=scene.by("jp1"), at=scene.now)


def test_a_message_by_hand_is_noted_only_once_the_clerk_says_so(scene: Scene) -> None:
    key, operator = scene.request("dinkes").pk, person_of(scene.office, "operator.dinkes")
    door = f"/langkah-3/{key}/kontak/{operator.pk}/whatsapp/"
    with visiting(scene, "jp1") as client:
        page = client.get(door).content.decode()
        assert "https://wa.me/6281234567890?text=Yth." in page
        assert 'rel="noopener noreferrer"' in page
        assert str(key) in page  # the link leads to the request, and asks to sign in
        client.post(door, {"kirim": "batal"})
        assert not ContactNote.objects.exists()
        client.post(door, {"kirim": "terkirim"})
        assert "Dikirim manual" in client.get(f"/langkah-3/{key}/").content.decode()
    note = ContactNote.objects.get()
    assert (note.way, note.result, note.noted_by.name) == ("whatsapp", "sent", "Contoh Pelaksana Satu")
    assert "62812" not in str(Event.objects.get(kind="contact.message_sent").facts)


def test_without_a_mobile_number_there_is_no_message_by_hand(scene: Scene) -> None:
    head = person_of(scene.office, "kepala.dinkes")
    with visiting(scene, "jp1") as client:
        assert client.get(f"/langkah-3/{scene.request('dinkes').pk}/kontak/{head.pk}/whatsapp/").status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_is_taken_away_on_record(scene: Scene, kind: str) -> None:
    with visiting(scene, "jp1") as client:
        body = client.get(f"/langkah-3/telepon/?ekspor={kind}").content
    if kind == "csv":
        assert PHONE in body.decode("utf-8-sig")
    else:
        cells = [str(cell.value) for row in openpyxl.load_workbook(io.BytesIO(body)).worksheets[0] for cell in row]
        assert any(PHONE in cell for cell in cells)
    assert Event.objects.get(kind="contact.list_taken").facts == {"way": kind, "people": 1}


def test_the_list_is_printed_and_that_is_on_record(scene: Scene) -> None:
    scene.later(microseconds=123)
    with visiting(scene, "sukor") as client:
        answer = client.get("/langkah-3/telepon.pdf")
    text = " ".join(pages_of(answer.content))
    assert [word for word in ("DAFTAR TELEPON", "Dinas Kesehatan", PHONE, "Contoh Sukor") if word not in text] == []
    assert Event.objects.get(kind="contact.list_taken").facts["way"] == "pdf"


@pytest.mark.parametrize(
    ("who", "status"), [("kadis", 403), ("auditor", 403), ("bps", 403), ("operator.dinkes", 403), ("", 302)]
)
def test_who_does_not_call_sees_no_numbers(scene: Scene, who: str, status: int) -> None:
    key = scene.request("dinkes").pk
    with visiting(scene, who) as client:
        for page in ("telepon/", "telepon.pdf", f"{key}/kontak/"):
            assert client.get(f"/langkah-3/{page}").status_code == status
    if who:
        with pytest.raises(Refused):
            note_contact(
                Contact(scene.request("dinkes"), ContactWay.TELEPHONE, ContactResult.TALKED),
                by=scene.by(who),
                at=scene.now,
            )


def test_another_office_sees_nothing_of_it(scene: Scene) -> None:
    elsewhere = Scene(office=make_tiny_office(slug="seberang"), now=scene.now)
    with visiting(elsewhere, "jp1") as client:
        assert client.get(f"/langkah-3/{scene.request('dinkes').pk}/kontak/").status_code == 404
        assert client.get(f"/langkah-3/telepon/?putaran={round_of(scene).pk}").status_code == 302
