"""Kontak Produsen Data: who holds what at each agency since when, open invitations, and what was.

Telephone numbers and addresses are shown to who invites or calls: staff of the office, and an agency's own head.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from sektoral.domain.contacts import telephone_link
from sektoral.domain.errors import NotFound
from sektoral.domain.invitations import INVITERS, is_open
from sektoral.domain.outbox import MessageChannel
from sektoral.domain.roles import AGENCY_ROLES, Permission, Role, permissions_of
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Agency, Assignment, Invitation, Message, Person
from sektoral.setup.queries.letterheads import may_set_letters
from sektoral.setup.queries.office import ROLE_LABELS, STANDING_LABELS
from sektoral.ui.components import Status, Tone
from sektoral.ui.fetch import agencies_with
from sektoral.ui.lists import Column, Filter, ListSpec

MAY_LOOK = (Permission.INVITE_CONTACTS, Permission.CALL_AGENCIES)
ORDER = (Role.HEAD, Role.REVIEWER, Role.OPERATOR)
TROUBLE_WORDS = {
    "recipient_refused": "alamatnya ditolak peladen surel",
    "secret_changed": "kunci pemasangan berganti; kirim ulang",
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in a seat of an agency. `trouble` says why the last message to that address did not leave."""

    name: str
    role: str
    standing: str
    title: str
    email: str
    phone: str
    telephone: str
    since: date
    until: date | None
    last_login: datetime | None
    trouble: str


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with what became of it; `may_act` for who may renew or revoke it."""

    key: UUID
    name: str
    email: str
    role: str
    valid_from: date
    replaces: str
    letter: str
    letter_on: date
    issued_at: datetime
    issued_by: str
    expires_at: datetime
    status: Status
    is_open: bool
    may_act: bool


@dataclass(frozen=True, slots=True)
class ContactsPage:
    """One agency's people."""

    key: UUID
    name: str
    present: Sequence[Holder]
    later: Sequence[Holder]
    former: Sequence[Holder]
    invitations: Sequence[Invited]
    ended: Sequence[Invited]
    may_invite: bool
    may_set_letters: bool


@dataclass(frozen=True, slots=True)
class ContactRow:
    """An agency in the list: how many hold what, and what stands out."""

    key: UUID
    agency: str
    head: str
    operators: str
    open: int
    status: Status
    last_change: date | None


def agencies_to_see(actor: Actor) -> QuerySet[Agency]:
    """This will list the agencies whose people this person may see: all for staff, else where they invite."""
    agencies = Agency.objects.filter(office=actor.office, successor__isnull=True)
    if set(MAY_LOOK) & permissions_of(actor.roles):
        return agencies
    return agencies.filter(pk__in=agencies_with(actor, Permission.INVITE_CONTACTS))


def fetch_contact_agency(actor: Actor, key: UUID) -> Agency:
    """This will give an agency whose people this person may see. Raises `NotFound`."""
    found = agencies_to_see(actor).filter(pk=key).first()
    if found is None:
        raise NotFound("not_found")
    return found


def fetch_invitation(actor: Actor, key: UUID) -> Invitation:
    """This will give an invitation into an agency whose people this person may see. Raises `NotFound`."""
    found = Invitation.objects.filter(pk=key, agency__in=agencies_to_see(actor))
    one = found.select_related("agency", "letter_file").first()
    if one is None:
        raise NotFound("not_found")
    return one


def roles_to_invite(actor: Actor, agency: Agency) -> list[Role]:
    """This will list the seats of an agency into which this person may invite."""
    return [role for role in ORDER if actor.may(INVITERS[role], agency)]


def list_contacts(actor: Actor, *, at: datetime) -> Sequence[ContactRow]:
    """This will list the agencies with their people."""
    today = local_date(actor.office, at)
    seats = _seats(actor, today)
    waiting = _waiting(actor, at)
    changed = dict(
        Assignment.objects.filter(office=actor.office, agency__isnull=False, valid_from__lte=today)
        .values_list("agency")
        .annotate(last=Max("valid_from"))
    )
    troubled = _troubled(actor, {seat.person.email for held in seats.values() for seat in held})
    return [
        _row(agency, seats.get(agency.pk, []), waiting.get(agency.pk, 0), troubled, changed.get(agency.pk))
        for agency in agencies_to_see(actor)
    ]


def contacts_page(actor: Actor, agency: Agency, *, at: datetime) -> ContactsPage:
    """This will show an agency's people, its invitations, and who was there before."""
    today = local_date(actor.office, at)
    seats = list(Assignment.objects.filter(agency=agency).select_related("person").order_by("-valid_from"))
    troubled = _troubled(actor, {seat.person.email for seat in seats})
    holders = [(seat, _holder(seat, troubled)) for seat in seats]
    invitations = [_invited(one, actor, at) for one in _invitations(agency)]
    present = [(seat, one) for seat, one in holders if _holds(seat, today)]
    return ContactsPage(
        key=agency.pk,
        name=agency.name,
        present=[one for _, one in sorted(present, key=lambda pair: ORDER.index(Role(pair[0].role)))],
        later=[one for seat, one in holders if seat.valid_from > today],
        former=[one for seat, one in holders if seat.valid_to is not None and seat.valid_to < today],
        invitations=[one for one in invitations if one.is_open],
        ended=[one for one in invitations if not one.is_open],
        may_invite=bool(roles_to_invite(actor, agency)),
        may_set_letters=may_set_letters(actor, agency),
    )


def _invitations(agency: Agency) -> QuerySet[Invitation]:
    found = Invitation.objects.filter(agency=agency).order_by("-issued_at")
    return found.select_related("agency", "issued_by", "replaces__person")


def _seats(actor: Actor, today: date) -> Mapping[UUID, list[Assignment]]:
    held: dict[UUID, list[Assignment]] = {}
    seats = Assignment.objects.filter(office=actor.office, role__in=sorted(AGENCY_ROLES)).select_related("person")
    for seat in seats:
        if seat.agency_id and _holds(seat, today):
            held.setdefault(seat.agency_id, []).append(seat)
    return held


def _waiting(actor: Actor, at: datetime) -> Mapping[UUID, int]:
    counts: dict[UUID, int] = {}
    open_ones = Invitation.objects.filter(
        office=actor.office, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    for agency_id in open_ones.values_list("agency_id", flat=True):
        counts[agency_id] = counts.get(agency_id, 0) + 1
    return counts


def _troubled(actor: Actor, emails: Iterable[str]) -> Mapping[str, str]:
    """What the newest message to each address failed by; nothing where it left or waits for its first try."""
    newest: dict[str, str] = {}
    messages = Message.objects.filter(office=actor.office, channel=MessageChannel.EMAIL, to__in=list(emails)).order_by(
        "queued_at"
    )
    for to, code, sent_at in messages.values_list("to", "last_error_code", "sent_at"):
        newest[to] = "" if sent_at else code
    return newest


def _row(
    agency: Agency, seats: Sequence[Assignment], waiting: int, troubled: Mapping[str, str], changed: date | None
) -> ContactRow:
    heads = [seat.person for seat in seats if seat.role == Role.HEAD]
    operators = [seat.person for seat in seats if seat.role == Role.OPERATOR]
    return ContactRow(
        key=agency.pk,
        agency=agency.name,
        head=_names(heads),
        operators=_names(operators),
        open=waiting,
        status=_standing(heads, operators, waiting, any(troubled.get(seat.person.email) for seat in seats)),
        last_change=changed,
    )


def _standing(heads: Sequence[Person], operators: Sequence[Person], waiting: int, has_trouble: bool) -> Status:
    if not operators:
        return Status(Tone.WAIT if waiting else Tone.BAD, "Belum ada operator")
    if has_trouble:
        return Status(Tone.BAD, "Surel tidak terkirim")
    if not heads:
        return Status(Tone.WAIT, "Belum ada Kepala OPD")
    return Status(Tone.WAIT, "Undangan terbuka") if waiting else Status(Tone.DONE, "Lengkap")


def _names(people: Sequence[Person]) -> str:
    return ", ".join(person.name for person in people)


def _holds(seat: Assignment, today: date) -> bool:
    return seat.valid_from <= today and (seat.valid_to is None or seat.valid_to >= today)


def _holder(seat: Assignment, troubled: Mapping[str, str]) -> Holder:
    person = seat.person
    return Holder(
        name=person.name,
        role=ROLE_LABELS[seat.role],
        standing="" if seat.standing == "definitif" else STANDING_LABELS[seat.standing],
        title=seat.title,
        email=person.email if person.has_account else "",
        phone=person.phone,
        telephone=telephone_link(person.phone),
        since=seat.valid_from,
        until=seat.valid_to,
        last_login=person.last_login,
        trouble=troubled.get(person.email, ""),
    )


def _invited(one: Invitation, actor: Actor, at: datetime) -> Invited:
    can_be_taken = is_open(ended=bool(one.accepted_at or one.revoked_at), expires_at=one.expires_at, at=at)
    may = actor.may(INVITERS[Role(one.role)], one.agency)
    return Invited(
        key=one.pk,
        name=one.name,
        email=one.email,
        role=ROLE_LABELS[one.role],
        valid_from=one.valid_from,
        replaces=one.replaces.person.name if one.replaces else "",
        letter=one.letter_number,
        letter_on=one.letter_on,
        issued_at=one.issued_at,
        issued_by=one.issued_by.name,
        expires_at=one.expires_at,
        status=_became(one, can_be_taken=can_be_taken),
        is_open=can_be_taken,
        may_act=may and not (one.accepted_at or one.revoked_at),
    )


def _became(one: Invitation, *, can_be_taken: bool) -> Status:
    if one.accepted_at:
        return Status(Tone.DONE, "Diterima")
    if one.revoked_at:
        return Status(Tone.IDLE, "Dibatalkan")
    if not can_be_taken:
        return Status(Tone.BAD, "Habis masa berlaku")
    if one.last_error_code:
        words = TROUBLE_WORDS.get(one.last_error_code, "peladen surel belum menjawab; dicoba lagi")
        return Status(Tone.BAD, f"Surel belum terkirim: {words}")
    return Status(Tone.RUN, "Menunggu diterima") if one.sent_at else Status(Tone.RUN, "Surel sedang dikirim")


CONTACTS: ListSpec[ContactRow] = ListSpec(
    name="kontak-opd",
    columns=(
        Column("opd", "OPD", lambda row: row.agency),
        Column("kepala", "Kepala OPD", lambda row: row.head),
        Column("operator", "Operator", lambda row: row.operators),
        Column("undangan", "Undangan terbuka", lambda row: row.open, numeric=True),
        Column("ubah", "Perubahan terakhir", lambda row: row.last_change),
        Column("keadaan", "Keadaan", lambda row: row.status.word),
    ),
    filters=(
        Filter(
            "keadaan",
            "Keadaan",
            (("", "Semua"), ("perlu", "Perlu ditangani")),
            lambda row, _: row.status.tone in (Tone.BAD, Tone.WAIT),
        ),
    ),
    text=lambda row: f"{row.agency} {row.head} {row.operators}",
    search_label="Cari OPD atau orang",
    per_page=60,
)
