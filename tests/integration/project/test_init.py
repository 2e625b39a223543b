"""`sektoral init` makes a real office: nothing in it is a sample, and only the administrator can sign in."""

import io

import pytest
from django.core.management import CommandError, call_command

from sektoral.records.models import Agency, Assignment, DayOff, Office, Person, Sop, Table

ANSWERS = {
    "regency": "Kabupaten Contoh",
    "name": "Dinas Kominfo",
    "region_code": "99.99",
    "place": "Contoh",
    "unit_code": "KOMINFO",
    "admin_name": "Contoh Admin",
    "admin_email": "Admin@contoh.example",
}


def _type(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))


@pytest.mark.django_db
def test_init_makes_an_office_and_its_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, "sebuah kata sandi yang panjang")
    call_command("init", password_stdin=True, **ANSWERS)
    office = Office.objects.get()
    assert (office.regency, office.is_sample) == ("Kabupaten Contoh", False)
    assert Sop.objects.get(office=office).version == 1
    assert DayOff.objects.filter(office=office).exists()
    assert not Agency.objects.exists()
    admin = Person.objects.get()
    assert admin.check_password("sebuah kata sandi yang panjang")
    assert Assignment.objects.get(person=admin).role == "ADMIN"


@pytest.mark.django_db
def test_the_draft_of_agencies_and_tables_comes_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, "sebuah kata sandi yang panjang")
    call_command("init", password_stdin=True, with_draft=True, time_zone="Asia/Makassar", **ANSWERS)
    assert Agency.objects.count() == 39
    assert Office.objects.get().time_zone == "Asia/Makassar"
    assert not Table.objects.filter(definition__sample=True).exists()


@pytest.mark.django_db
def test_a_weak_password_makes_no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, "singkat")
    with pytest.raises(CommandError):
        call_command("init", password_stdin=True, **ANSWERS)
    assert not Office.objects.exists()
