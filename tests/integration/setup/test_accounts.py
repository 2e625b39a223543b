"""The administrator closes and reopens accounts, ends sessions and takes lost factors off; each is in the journal."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django.fixtures import Settings

from sektoral.project.invariants.accounts import check_accounts
from sektoral.records.models import Assignment, Event, Office, Person
from tests.access import enrol, give_password, in_earnest, post_password, sign_in
from tests.offices import CREATED_AT, make_two_offices, person_of

pytestmark = pytest.mark.django_db
LIST = "/pengaturan/akun/"


@pytest.fixture
def offices(settings: Settings) -> tuple[Office, Office]:
    in_earnest(settings)
    return make_two_offices()


@pytest.fixture
def office(offices: tuple[Office, Office]) -> Office:
    return offices[0]


@pytest.fixture
def admin(office: Office) -> Client:
    person = give_password(person_of(office, "admin"))
    return sign_in(person, enrol(person))


@pytest.fixture
def operator(office: Office) -> Person:
    return give_password(person_of(office, "operator.dinkes"))


def do(admin: Client, person: Person, act: str) -> str:
    return admin.post(f"{LIST}{person.pk}/{act}/", follow=True).content.decode()


def told() -> list[tuple[str, str]]:
    rows = Event.objects.filter(kind__startswith="account.").order_by("id")
    return [(row.kind, row.about_id) for row in rows]


def test_the_list_says_who_has_a_second_factor(admin: Client, operator: Person) -> None:
    page = admin.get(LIST).content.decode()
    assert operator.email in page
    assert "tanpa-akun" not in page
    missing = admin.get(f"{LIST}?faktor=ada").content.decode()
    assert operator.email not in missing
    assert admin.get(f"{LIST}?bentuk=csv").status_code == 200


def test_a_closed_account_ends_at_once_and_opens_again(admin: Client, operator: Person, office: Office) -> None:
    theirs = sign_in(operator)
    assert "Akun ditutup" in do(admin, operator, "tutup")
    assert theirs.get("/akun/sesi/").status_code == 302
    assert post_password(Client(), operator)["Location"] == "/akun/inactive/"
    assert list(check_accounts(office)) == []
    assert "sudah ditutup" in do(admin, operator, "tutup")
    do(admin, operator, "buka")
    assert sign_in(operator).get("/akun/sesi/").status_code == 200
    assert told() == [("account.closed", str(operator.pk)), ("account.reopened", str(operator.pk))]


def test_all_sessions_of_a_person_end(admin: Client, operator: Person) -> None:
    theirs = [sign_in(operator) for _ in range(2)]
    do(admin, operator, "akhiri-sesi")
    assert [client.get("/akun/sesi/").status_code for client in theirs] == [302, 302]
    assert told() == [("account.sessions_ended", str(operator.pk))]


def test_a_lost_factor_is_taken_off_and_set_up_anew(admin: Client, office: Office) -> None:
    kadis = give_password(person_of(office, "kadis"))
    enrol(kadis)
    do(admin, kadis, "hapus-langkah-kedua")
    assert not Authenticator.objects.filter(user=kadis).exists()
    assert sign_in(kadis).get("/papan/")["Location"] == "/akun/langkah-kedua/"
    assert "belum memasang" in do(admin, kadis, "hapus-langkah-kedua")


def test_nobody_closes_their_own_account(admin: Client, office: Office) -> None:
    assert "akun Anda sendiri" in do(admin, person_of(office, "admin"), "tutup")
    assert told() == []


def test_who_works_in_another_office_too_is_not_this_offices_to_close(
    admin: Client, operator: Person, offices: tuple[Office, Office]
) -> None:
    Assignment.objects.create(
        office=offices[1], person=operator, role="JP", title="Pelaksana", valid_from=CREATED_AT.date()
    )
    assert "kantor lain" in do(admin, operator, "hapus-langkah-kedua")
    assert "kantor lain" in do(admin, operator, "tutup")
    assert told() == []


def test_a_seat_that_has_ended_elsewhere_binds_no_office(
    admin: Client, operator: Person, offices: tuple[Office, Office]
) -> None:
    Assignment.objects.create(
        office=offices[1], person=operator, role="JP", title="Pelaksana",
        valid_from=CREATED_AT.date() - timedelta(days=9), valid_to=CREATED_AT.date() - timedelta(days=5),
    )  # fmt: skip
    do(admin, operator, "tutup")
    assert told() == [("account.closed", str(operator.pk))]


def test_a_stranger_and_another_office_find_nothing(admin: Client, offices: tuple[Office, Office]) -> None:
    there = person_of(offices[1], "operator.dinkes")
    assert admin.get(f"{LIST}{there.pk}/").status_code == 404
    assert admin.post(f"{LIST}{there.pk}/tutup/").status_code == 404
    jp = give_password(person_of(offices[0], "jp1"))
    assert sign_in(jp, enrol(jp)).get(LIST).status_code == 403
    assert Client().get(LIST).status_code == 302


def test_an_account_that_was_switched_behind_the_journals_back_is_found(operator: Person, office: Office) -> None:
    Person.objects.filter(pk=operator.pk).update(is_active=False)
    (fault,) = check_accounts(office)
    assert str(operator.pk) in fault
