"""A password is long, unlike its person and place, and on no list; nothing else, unless BSSN's rule is on."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django.fixtures import Settings

from sektoral.project.checks import check_breached
from sektoral.records.models import Office, Person
from tests.access import PASSWORD, give_password, later, sign_in
from tests.offices import person_of

pytestmark = pytest.mark.django_db
CHANGE = "/akun/password/change/"

REFUSED = {
    "terlalu pendek": "password_too_short",
    "password12345678": "password_of_the_place",
    "operator.dinkes1": "password_of_the_place",
    "Kabupaten-Mungil 2026": "password_of_the_place",
    "diskominfo-satudata": "password_of_the_place",
    "sektoral sektoral sektoral": "password_of_the_place",
    "sandi yang pernah bocor": "password_breached",
}
TAKEN = (
    PASSWORD,
    "hanya huruf kecil saja",
    "123 456 789 012 345 satu ikan",
    "kabupaten mungil punya tujuh sungai dan satu jembatan tua",
    "ñandú över 北京 ☕ ångström",
    "kata " * 40,
)


@pytest.fixture
def person(office: Office, settings: Settings, tmp_path: Path) -> Person:
    known = tmp_path / "bocor.txt"
    digest = hashlib.sha1(b"sandi yang pernah bocor", usedforsecurity=False).hexdigest().upper()
    known.write_text(f"{'0' * 40}:5\n{digest}:1234\n" if digest > "0" * 40 else "")
    settings.BREACHED_PASSWORDS = known
    return give_password(person_of(office, "operator.dinkes"))


def codes(password: str, person: Person) -> set[str]:
    try:
        validate_password(password, person)
    except ValidationError as error:
        return {str(one.code) for one in error.error_list}
    return set()


@pytest.mark.parametrize(("password", "code"), REFUSED.items())
def test_it_is_refused_with_its_reason(person: Person, password: str, code: str) -> None:
    assert code in codes(password, person)


@pytest.mark.parametrize("password", TAKEN)
def test_it_is_taken_without_a_rule_of_characters(person: Person, password: str) -> None:
    assert codes(password, person) == set()


def test_every_character_of_a_long_one_counts(person: Person) -> None:
    person.set_password("x" * 127 + "a")
    assert person.check_password("x" * 127 + "a")
    assert not person.check_password("x" * 127 + "b")
    assert not person.check_password("x" * 127)


def test_passwords_are_hashed_with_argon2() -> None:
    from sektoral.project import settings as installation  # the tests' own hasher is a fast one

    assert installation.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_a_list_that_went_away_refuses_instead_of_letting_everything_through(
    person: Person, settings: Settings
) -> None:
    assert check_breached(None) == []
    settings.BREACHED_PASSWORDS = Path("/tidak/ada")
    assert codes(PASSWORD, person) == {"password_list_unreadable"}
    assert [fault.id for fault in check_breached(None)] == ["sektoral.E006"]


def test_the_strict_rule_wants_four_kinds(person: Person, settings: Settings) -> None:
    settings.STRICT_PASSWORDS = True
    assert codes(PASSWORD, person) == {"password_not_mixed"}
    assert codes("Kuda laut minum 2 kopi!", person) == set()


def test_the_strict_rule_has_an_old_password_changed_before_anything_else(person: Person, settings: Settings) -> None:
    settings.PASSWORD_DAYS = 180
    Person.objects.update(password_changed_at=timezone.now())
    client = sign_in(person)
    assert client.get("/akun/pengaturan/").status_code == 200
    Person.objects.update(password_changed_at=timezone.now() - timedelta(days=181))
    assert client.get("/akun/pengaturan/")["Location"] == CHANGE
    new = "gajah terbang ke bulan"
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/akun/pengaturan/").status_code == 200
    with later(days=181):
        assert sign_in(give_password(Person.objects.get(pk=person.pk))).get("/papan/")["Location"] == CHANGE


def test_without_the_strict_rule_no_password_expires(person: Person) -> None:
    client = sign_in(person)
    Person.objects.update(password_changed_at=None)
    assert client.get("/akun/pengaturan/").status_code == 200
