"""The Kadis's order: in one tap, on paper by JP or Kabid, and taken back while nothing is signed."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.intake import files
from sektoral.letters.actions.initialling import initial
from sektoral.project.invariants.listing import verify
from sektoral.records.models import Agency, Event, Letter, Request, Round, Table
from sektoral.steps.step1_request.actions.orders import cancel_round, order_last_year
from sektoral.steps.step1_request.actions.rounds import Order, open_round, prepare_letters
from sektoral.steps.step1_request.actions.written_orders import WrittenOrder
from tests.offices import make_tiny_office
from tests.rounds import Scene
from tests.signed_papers import plain_letter
from tests.visits import visiting

pytestmark = pytest.mark.django_db
PHOTO = b"\xff\xd8\xff\xe0 foto lembar disposisi"
TODAY = date(2026, 11, 23)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def _order(scene: Scene, data: bytes = PHOTO, *, number: str = "12/DISP", on: date = TODAY) -> Order:
    agencies = list(Agency.objects.filter(office=scene.office))
    return Order("2025", "", agencies, written=WrittenOrder("disposisi.jpg", data, number, on))


def _posted(scene: Scene, **more: object) -> dict[str, object]:
    return {
        "period": "2025",
        "title": "",
        "agency": [str(one.pk) for one in Agency.objects.filter(office=scene.office)],
        "table": [str(one.pk) for one in Table.objects.filter(office=scene.office)],
        **more,
    }


def _faults(scene: Scene) -> list[object]:
    return [outcome.faults for outcome in verify(at=scene.now) if not outcome.holds]


def test_one_tap_orders_last_year_from_everybody_and_is_then_no_longer_offered(scene: Scene) -> None:
    label = "Perintahkan pengumpulan data tahun 2025"
    with visiting(scene, "kadis") as client:
        start = client.get("/", follow=True).content.decode()
        assert label in start
        assert "3 OPD, 4 tabel" in start
        assert label in client.get("/papan/putaran/").content.decode()
        shown = client.post("/langkah-1/perintah/", follow=True).content.decode()
        assert "diperintahkan. JP menyiapkan surat permintaan." in shown
        assert label not in client.get("/papan/putaran/").content.decode()
        client.post("/langkah-1/perintah/")  # a second tap
    round_ = Round.objects.get(office=scene.office)
    assert (round_.period, round_.opened_by) == ("2025", scene.by("kadis").person)
    assert Request.objects.filter(round=round_).count() == 3
    assert sum(request.tables.count() for request in round_.requests.all()) == 4


def test_an_agency_without_tables_is_left_out_with_that_reason(scene: Scene) -> None:
    agency = scene.agency("disdik")
    Table.objects.filter(agency=agency).update(is_current=False)
    round_ = order_last_year(by=scene.by("kadis"), at=scene.now)
    assert [(one.agency, one.reason) for one in round_.omissions.all()] == [(agency, "Belum memiliki tabel.")]


@pytest.mark.parametrize("key", ["jp1", "kabid", "sukor", "admin", "operator.dinkes"])
def test_only_the_kadis_taps(scene: Scene, key: str) -> None:
    with visiting(scene, key) as client:
        assert client.get("/langkah-1/perintah/").status_code in (403, 405)
        assert client.post("/langkah-1/perintah/").status_code == 403
        assert "Perintahkan pengumpulan" not in client.get("/", follow=True).content.decode()
    assert not Round.objects.filter(office=scene.office).exists()


@pytest.mark.parametrize("key", ["jp1", "kabid"])
def test_a_written_order_opens_the_round_and_stays_with_it(scene: Scene, key: str) -> None:
    given = _posted(
        scene,
        order_file=SimpleUploadedFile("disposisi.pdf", plain_letter()),
        order_number="12/DISP/2026",
        ordered_on="2026-11-20",
    )
    with visiting(scene, key) as client:
        assert "Tanggal disposisi" in client.get("/langkah-1/buka/").content.decode()
        assert client.post("/langkah-1/buka/", given).status_code == 302
        round_ = Round.objects.get(office=scene.office)
        for page in (f"/langkah-1/{round_.pk}/", f"/papan/putaran/{round_.pk}/"):
            shown = client.get(page).content.decode()
            assert "disposisi Kepala Dinas nomor <strong>12/DISP/2026</strong> tanggal 20 November 2026" in shown
            assert f"/langkah-1/{round_.pk}/disposisi/" in shown
        taken = client.get(f"/langkah-1/{round_.pk}/disposisi/")
    assert taken.content == plain_letter()
    assert "attachment" in taken.headers["Content-Disposition"]
    event = Event.objects.get(office_id=scene.office.pk, kind="round.opened")
    assert round_.order_file is not None
    assert (event.facts["order"], event.facts["ordered_on"]) == (round_.order_file.sha256, "2026-11-20")
    assert _faults(scene) == []
    Round.objects.filter(pk=round_.pk).update(ordered_on=date(2026, 11, 1))
    assert _faults(scene) != []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"on": TODAY + timedelta(days=1)}, "order_in_future"),
        ({"number": " "}, "order_number_missing"),
        ({"data": b""}, "file_empty"),
        ({"data": b"PK\x03\x04"}, "order_not_readable"),
        ({"data": b"%PDF-1.7 rusak"}, "pdf"),
        ({"data": PHOTO + bytes(files.MAX_UPLOAD)}, "file.too_large"),
    ],
)
def test_a_written_order_that_is_none_opens_nothing(scene: Scene, change: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        open_round(_order(scene, **change), by=scene.by("jp1"), at=scene.now)  # type: ignore[arg-type]
    assert not Round.objects.filter(office=scene.office).exists()


def test_without_the_written_order_jp_opens_nothing_and_others_never_do(scene: Scene) -> None:
    agencies = list(Agency.objects.filter(office=scene.office))
    with pytest.raises(Invalid, match="order_missing"):
        open_round(Order("2025", "", agencies), by=scene.by("jp1"), at=scene.now)
    with pytest.raises(Refused):
        open_round(_order(scene), by=scene.by("sukor"), at=scene.now)
    with visiting(scene, "jp1") as client:
        refused = client.post("/langkah-1/buka/", _posted(scene))
    assert refused.status_code == 422


def test_strangers_find_no_order(scene: Scene) -> None:
    round_ = open_round(_order(scene), by=scene.by("jp1"), at=scene.now)
    elsewhere = Scene(make_tiny_office(slug="seberang"))
    with visiting(elsewhere, "jp1") as client:
        assert client.get(f"/langkah-1/{round_.pk}/disposisi/").status_code == 404
        assert client.get(f"/langkah-1/{round_.pk}/batalkan/").status_code == 404
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(f"/langkah-1/{round_.pk}/disposisi/").status_code == 403
    with pytest.raises(NotFound):
        cancel_round(round_, reason="x", by=elsewhere.by("kadis"), at=scene.now)


def test_a_round_opened_by_mistake_is_taken_back_and_its_tables_may_be_asked_for_again(scene: Scene) -> None:
    round_ = order_last_year(by=scene.by("kadis"), at=scene.now)
    letters = prepare_letters(round_, by=scene.by("jp1"), at=scene.later(minutes=1))
    scene.initial(letters[0])
    scene.settle()
    number = Letter.objects.get(pk=letters[0].pk).number
    with visiting(scene, "kadis") as client:
        assert "Batalkan putaran" in client.get(f"/langkah-1/{round_.pk}/").content.decode()
        assert client.post(f"/langkah-1/{round_.pk}/batalkan/", {"reason": ""}).status_code == 422
        shown = client.post(f"/langkah-1/{round_.pk}/batalkan/", {"reason": "Salah tahun."}, follow=True)
        page = shown.content.decode()
        assert "Putaran ini dibatalkan" in page
        assert page.count("Ditutup") >= 3
        assert "Ke distribusi" not in page
        assert "Salah tahun." in client.get(f"/papan/putaran/{round_.pk}/").content.decode()
        assert "Perintahkan pengumpulan data tahun 2025" in client.get("/", follow=True).content.decode()
    scene.settle()
    assert {letter.state for letter in Letter.objects.filter(round=round_)} == {"void"}
    assert Letter.objects.get(pk=letters[0].pk).number == number
    assert {request.state for request in round_.requests.all()} == {"closed"}
    again = order_last_year(by=scene.by("kadis"), at=scene.later(minutes=1))
    assert again.requests.count() == 3
    scene.settle()
    assert _faults(scene) == []


def test_once_a_letter_is_signed_the_round_goes_on(scene: Scene) -> None:
    round_ = order_last_year(by=scene.by("kadis"), at=scene.now)
    letters = prepare_letters(round_, by=scene.by("jp1"), at=scene.later(minutes=1))
    scene.initial(letters[0])
    scene.settle()
    scene.sign(letters[0], "kadis")
    with pytest.raises(WrongState, match="round_has_signed_letter"):
        cancel_round(round_, reason="Salah.", by=scene.by("kadis"), at=scene.now)
    assert Round.objects.get(pk=round_.pk).state == "preparing"
    initial(letters[1], by=scene.by("sukor"), at=scene.now)  # nothing was voided halfway


def test_who_brought_the_order_takes_it_back_and_no_other_jp(scene: Scene) -> None:
    round_ = open_round(_order(scene), by=scene.by("jp1"), at=scene.now)
    with pytest.raises(Refused, match="not_your_round"):
        cancel_round(round_, reason="Salah.", by=scene.by("jp2"), at=scene.now)
    cancel_round(round_, reason="Salah.", by=scene.by("jp1"), at=scene.now)
    assert Round.objects.get(pk=round_.pk).state == "cancelled"
