"""The accounts of an office: who can sign in, how, and where they are signed in now."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, QuerySet

from sektoral.domain.errors import NotFound
from sektoral.records.actors import Actor
from sektoral.records.models import Assignment, Office, Person
from sektoral.records.models.people import NO_ACCOUNT
from sektoral.ui.entry import FACTORS
from sektoral.ui.lists import Column, Filter, ListSpec


@dataclass(frozen=True, slots=True)
class AccountRow:
    """Somebody's account. `sessions` counts browsers, also those whose session has run out meanwhile."""

    id: UUID
    name: str
    email: str
    is_open: bool
    has_factor: bool
    has_password: bool
    sessions: int
    is_own: bool


FACTOR_WORDS, STATE_WORDS = {True: "Terpasang", False: "Belum"}, {True: "Terbuka", False: "Ditutup"}
ACCOUNTS = ListSpec[AccountRow](
    name="akun",
    columns=(
        Column("nama", "Nama", lambda row: row.name),
        Column("surel", "Surel", lambda row: row.email),
        Column("faktor", "Langkah kedua", lambda row: FACTOR_WORDS[row.has_factor]),
        Column("sesi", "Sesi", lambda row: row.sessions, numeric=True),
        Column("keadaan", "Keadaan", lambda row: STATE_WORDS[row.is_open]),
    ),
    filters=(
        Filter(
            "faktor",
            "Langkah kedua",
            (("ada", "Terpasang"), ("belum", "Belum")),
            lambda row, chosen: row.has_factor == (chosen == "ada"),
        ),
        Filter(
            "keadaan",
            "Keadaan",
            (("terbuka", "Terbuka"), ("ditutup", "Ditutup")),
            lambda row, chosen: row.is_open == (chosen == "terbuka"),
        ),
    ),
    text=lambda row: f"{row.name} {row.email}",
    search_label="Cari nama atau surel",
    order="nama",
)


def list_accounts(actor: Actor) -> Sequence[AccountRow]:
    """This will list everybody of the office who could ever sign in."""
    return [_row(person, actor) for person in _accounts(actor.office)]


def fetch_account(actor: Actor, key: UUID) -> Person:
    """This will give an account of the actor's office. Raises `NotFound` (`not_found`)."""
    found = _accounts(actor.office).filter(pk=key).first()
    if found is None:
        raise NotFound("not_found")
    return found


def account_row(actor: Actor, key: UUID) -> AccountRow:
    """This will show one account. Raises `NotFound` (`not_found`)."""
    return _row(fetch_account(actor, key), actor)


def _accounts(office: Office) -> QuerySet[Person]:
    here = Assignment.objects.filter(person=OuterRef("pk"), office=office)
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    people = Person.objects.filter(Exists(here)).exclude(email__endswith=f"@{NO_ACCOUNT}")
    return people.annotate(with_factor=Exists(factors), sessions=Count("usersession")).order_by("name")


def _row(person: Person, actor: Actor) -> AccountRow:
    return AccountRow(
        id=person.pk,
        name=person.name,
        email=person.email,
        is_open=person.is_active,
        has_factor=bool(person.with_factor),  # type: ignore[attr-defined]  # annotated above
        has_password=person.has_usable_password(),
        sessions=int(person.sessions),  # type: ignore[attr-defined]  # annotated above
        is_own=person == actor.person,
    )
