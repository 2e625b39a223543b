"""The set-up pages: who may look, who may change, and what a stranger gets."""

from datetime import date

import pytest
from django.test import Client

from sektoral.records.models import Agency, Assignment, DayOff, Event, Office
from tests.offices import make_tiny_office, make_two_offices, person_of

PAGES = ("", "kalender/", "penugasan/", "opd/", "tabel/")


@pytest.fixture
def office() -> Office:
    return make_tiny_office()


def _client(office: Office, key: str) -> Client:
    client = Client()
    client.force_login(person_of(office, key), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_who_prepares_letters_may_look(office: Office, page: str) -> None:
    answer = _client(office, "jp1").get(f"/pengaturan/{page}")
    assert answer.status_code == 200
    assert b"Tambah hari libur" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_sign_in_and_others_are_refused(office: Office, page: str) -> None:
    assert Client().get(f"/pengaturan/{page}").status_code == 302
    assert _client(office, "bps").get(f"/pengaturan/{page}").status_code == 403


@pytest.mark.django_db
def test_a_day_off_is_added_and_noted_in_the_journal(office: Office) -> None:
    given = {"date": "2027-06-02", "name": "Hari contoh", "kind": "libur_daerah", "basis": "Contoh", "day": "1"}
    answer = _client(office, "admin").post("/pengaturan/kalender/", given)
    assert answer.status_code == 302
    assert DayOff.objects.get(office=office, date=date(2027, 6, 2)).name == "Hari contoh"
    assert Event.objects.filter(office_id=office.pk, kind="calendar.changed").count() == 2


@pytest.mark.django_db
def test_only_the_administrator_changes_the_calendar(office: Office) -> None:
    given = {"date": "2027-06-02", "name": "Hari contoh", "kind": "libur_daerah", "day": "1"}
    assert _client(office, "jp1").post("/pengaturan/kalender/", given).status_code == 403
    assert not DayOff.objects.filter(office=office, date=date(2027, 6, 2)).exists()


@pytest.mark.django_db
def test_a_plt_sits_beside_the_definitive_holder(office: Office) -> None:
    given = {
        "role": "KADIS",
        "standing": "plt",
        "name": "Contoh Plt. Kadis",
        "email": "plt@contoh.example",
        "title": "Kepala Dinas",
        "valid_from": "2026-11-01",
        "valid_to": "2026-11-30",
    }
    assert _client(office, "admin").post("/pengaturan/penugasan/", given).status_code == 302
    seats = Assignment.objects.filter(office=office, role="KADIS").order_by("valid_from")
    assert [(seat.standing, seat.valid_to) for seat in seats] == [("definitif", None), ("plt", date(2026, 11, 30))]


@pytest.mark.django_db
def test_a_missing_name_is_told_beside_its_field(office: Office) -> None:
    answer = _client(office, "admin").post("/pengaturan/penugasan/", {"role": "JP", "standing": "definitif"})
    assert answer.status_code == 422


@pytest.mark.django_db
def test_a_refused_seat_is_told_over_its_form_and_what_was_typed_stays(office: Office) -> None:
    given = {"role": "OPERATOR", "standing": "definitif", "name": "Contoh Baru", "email": "baru@contoh.example"}
    more = {"title": "Petugas Data", "valid_from": "2026-11-01"}
    answer = _client(office, "admin").post("/pengaturan/penugasan/", given | more)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Jabatan operator OPD dan Produsen Data tidak cocok." in page
    assert 'value="Contoh Baru"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_list_is_exported_as_it_is_filtered(office: Office, kind: str) -> None:
    answer = _client(office, "jp1").get("/pengaturan/opd/", {"ekspor": kind, "q": "tidak ada yang begini"})
    assert answer["Content-Disposition"] == f'attachment; filename="opd.{kind}"'


@pytest.mark.django_db
def test_agencies_of_another_office_cannot_be_merged() -> None:
    one, other = make_two_offices()
    theirs = list(Agency.objects.filter(office=other)[:2])
    answer = _client(one, "admin").post(
        "/pengaturan/opd/", {"merge": "1", "agency": theirs[0].pk, "into": theirs[1].pk}
    )
    assert answer.status_code == 422
    assert not Agency.objects.filter(successor__isnull=False).exists()


@pytest.mark.django_db
def test_the_clocks_beside_the_sop_are_set_by_the_administrator_alone(office: Office) -> None:
    given = {"revision_days": "5", "contradiction_days": "2", "clocks": "1"}
    assert _client(office, "jp1").post("/pengaturan/kalender/", given).status_code == 403
    assert _client(office, "admin").post("/pengaturan/kalender/", {**given, "revision_days": "0"}).status_code == 422
    assert _client(office, "admin").post("/pengaturan/kalender/", given).status_code == 302
    office.refresh_from_db()
    assert (office.revision_days, office.contradiction_days) == (5, 2)
    event = Event.objects.get(office_id=office.pk, kind="clocks.changed")
    assert event.facts == {"revision_days": 5, "contradiction_days": 2}
    body = _client(office, "admin").get("/pengaturan/kalender/").content.decode()
    assert "5 hari kerja" in body
    _client(office, "admin").post("/pengaturan/kalender/", given)
    assert Event.objects.filter(office_id=office.pk, kind="clocks.changed").count() == 1
