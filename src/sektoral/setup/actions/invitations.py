"""Inviting an agency's new people by its surat tugas: the link, its renewal and its end. Taking it up is `accounts`."""

from dataclasses import dataclass, field
from datetime import date, datetime
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction

from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.invitations import (
    LIFETIME,
    TaskLetter,
    check_days,
    fingerprint_of,
    inviter_of,
    is_open,
    token_of,
)
from sektoral.domain.roles import Role, Standing
from sektoral.domain.wording import long_date
from sektoral.intake import files
from sektoral.intake.pdfs import check_pdf
from sektoral.records import journal
from sektoral.records.actors import Actor, assignments_on, local_date
from sektoral.records.models import Agency, Assignment, Invitation, Person

SEATS = {
    Role.OPERATOR: "petugas data",
    Role.REVIEWER: "Walidata Pendukung",
    Role.HEAD: "Kepala OPD",
}


@dataclass(frozen=True, slots=True)
class NewContact:
    """Somebody whom an agency's surat tugas names for a seat; `paper` is that letter as a PDF.

    `title`, `rank` and `nip` are printed where the person signs. `replaces` is the seat that ends for this one.
    """

    agency: Agency
    role: Role
    name: str
    email: str
    title: str
    valid_from: date
    letter: TaskLetter
    paper: bytes = field(repr=False)
    paper_name: str
    standing: Standing = Standing.DEFINITIVE
    rank: str = ""
    nip: str = ""
    replaces: Assignment | None = None


def invite(contact: NewContact, *, by: Actor, at: datetime) -> Invitation:
    """This will keep the surat tugas and issue a link, which leaves by e-mail; nobody holds anything by it yet.

    Raises `Refused`, `NotFound` for an agency elsewhere, `WrongState` (`invitation_open_already`, `seat_held_already`)
    and `Invalid` (what `check_days` and `check_pdf` do, `account_closed`, `replaced_seat_gone`).
    """
    by.check(inviter_of(contact.role), contact.agency)
    by.check_here(contact.agency)
    check_days(letter=contact.letter, valid_from=contact.valid_from, today=local_date(by.office, at))
    _check_person(contact, by)
    _check_replaced(contact)
    _check_paper(contact.paper)
    try:
        with transaction.atomic():
            invitation = _store(contact, by=by, at=at)
            facts = {"replaces": str(contact.replaces.pk) if contact.replaces else None}
            _append("invitation.issued", invitation, by=by.person, at=at, **facts)
    except IntegrityError as error:  # two people invite the same person at once
        raise WrongState("invitation_open_already") from error
    return invitation


def renew(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """This will make a new link, which leaves by e-mail and holds anew; the one before opens nothing any more."""
    with transaction.atomic():
        invitation = _locked(invitation, by)
        invitation.serial += 1
        invitation.token_hash = fingerprint_of(_token(invitation))
        invitation.expires_at, invitation.sent_at, invitation.last_error_code = at + LIFETIME, None, ""
        invitation.save(update_fields=["serial", "token_hash", "expires_at", "sent_at", "last_error_code"])
        _append("invitation.renewed", invitation, by=by.person, at=at)


def revoke(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """This will end an invitation that nobody has taken up."""
    with transaction.atomic():
        invitation = _locked(invitation, by)
        invitation.revoked_at, invitation.revoked_by = at, by.person
        invitation.save(update_fields=["revoked_at", "revoked_by"])
        _append("invitation.revoked", invitation, by=by.person, at=at)


def send(invitation: Invitation, *, at: datetime) -> None:
    """This will bring the present link to the invited address, once. What the server of that address refuses is noted.

    The link is written here and kept nowhere: neither the outbox nor the journal may hold it.
    """
    is_ended = bool(invitation.accepted_at or invitation.revoked_at)
    if invitation.sent_at or not is_open(ended=is_ended, expires_at=invitation.expires_at, at=at):
        return
    token = _token(invitation)
    if fingerprint_of(token) != invitation.token_hash:
        _note_failure(invitation, "secret_changed", at=at)  # somebody makes a new link
        return
    try:
        _leave(_mail(invitation, token))
    except SMTPRecipientsRefused:
        _note_failure(invitation, "recipient_refused", at=at)
    except OSError as error:  # tried again by the worker; the page says so until it has left
        Invitation.objects.filter(pk=invitation.pk).update(last_error_code=type(error).__name__)
        raise
    else:
        _note_sent(invitation, at=at)


def _store(contact: NewContact, *, by: Actor, at: datetime) -> Invitation:
    office = by.office
    paper = files.keep(contact.paper, office=office, name=contact.paper_name, media_type=files.PDF, by=by.person, at=at)
    invitation = Invitation(
        office=office,
        agency=contact.agency,
        role=contact.role,
        standing=contact.standing,
        email=contact.email.strip().lower(),
        name=contact.name.strip(),
        title=contact.title.strip(),
        rank=contact.rank.strip(),
        nip=contact.nip.strip(),
        valid_from=contact.valid_from,
        replaces=contact.replaces,
        letter_number=contact.letter.number.strip(),
        letter_on=contact.letter.on,
        letter_file=paper,
        issued_at=at,
        issued_by=by.person,
        expires_at=at + LIFETIME,
    )
    invitation.token_hash = fingerprint_of(_token(invitation))
    invitation.save(force_insert=True)
    return invitation


def _check_person(contact: NewContact, by: Actor) -> None:
    known = Person.objects.filter(email=contact.email.strip().lower()).first()
    if known is None:
        return
    if not known.is_active:
        raise Invalid("account_closed")
    seats = assignments_on(by.office, contact.valid_from)
    if seats.filter(person=known, role=contact.role, agency=contact.agency).exists():
        raise WrongState("seat_held_already")


def _check_replaced(contact: NewContact) -> None:
    former = contact.replaces
    if former is None:
        return
    is_same_seat = (former.role, former.agency_id) == (contact.role, contact.agency.pk)
    if not is_same_seat or (former.valid_to is not None and former.valid_to < contact.valid_from):
        raise Invalid("replaced_seat_gone")


def _check_paper(paper: bytes) -> None:
    if not paper:
        raise Invalid("file_empty")
    if len(paper) > files.MAX_UPLOAD:
        raise Invalid("file.too_large", limit=files.MAX_UPLOAD)
    check_pdf(paper)


def _locked(invitation: Invitation, by: Actor) -> Invitation:
    """The row, for whoever may invite into its seat. Raises `WrongState` where it was taken up or ended."""
    invitation = (
        Invitation.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=invitation.pk)
    )
    if invitation.office_id != by.office.pk:
        raise NotFound("not_found")
    by.check(inviter_of(Role(invitation.role)), invitation.agency)
    if invitation.accepted_at or invitation.revoked_at:
        raise WrongState("invitation_ended")
    return invitation


def _token(invitation: Invitation) -> str:
    return token_of(settings.SECRET_KEY.encode(), str(invitation.pk), invitation.serial)


def _leave(mail: EmailMessage) -> None:
    mail.connection = get_connection()
    try:
        mail.send()
    finally:
        mail.connection.close()  # Django leaves the line open where the server refuses our password


def _mail(invitation: Invitation, token: str) -> EmailMessage:
    office, agency = invitation.office, invitation.agency
    asked = f"Anda ditugaskan sebagai {SEATS[Role(invitation.role)]} {agency.name} mulai"
    start = "Untuk memulai, buka tautan ini, lalu buktikan alamat surel Anda dengan kode yang kami kirim:"
    warning = (
        "Tautan berlaku 7 hari dan tidak memberi hak apa pun sebelum alamat surel Anda terbukti. "
        "Abaikan surel ini bila Anda tidak mengenalnya."
    )
    paragraphs = (
        f"Yth. {invitation.name}",
        f"{asked} {long_date(invitation.valid_from)}, menurut surat tugas nomor {invitation.letter_number}.",
        f"{start}\n{office.link_base}/akun/undangan/{token}/",
        warning,
        office.name,
    )
    headers = {"Message-ID": f"<{invitation.pk}.{invitation.serial}@{office.slug}.sektoral>"}  # the same mail, if twice
    subject = f"Undangan {SEATS[Role(invitation.role)]} – {agency.short_name}"
    body = "\n\n".join(paragraphs) + "\n"
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [invitation.email], headers=headers)


def _note_sent(invitation: Invitation, *, at: datetime) -> None:
    with transaction.atomic():
        same = Invitation.objects.filter(pk=invitation.pk, serial=invitation.serial)
        if same.update(sent_at=at, last_error_code=""):
            _append("invitation.sent", invitation, by=None, at=at, serial=invitation.serial)


def _note_failure(invitation: Invitation, code: str, *, at: datetime) -> None:
    with transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(last_error_code=code)
        _append("invitation.undeliverable", invitation, by=None, at=at, code=code)


def _append(kind: str, invitation: Invitation, *, by: Person | None, at: datetime, **facts: str | int | None) -> None:
    journal.append(
        kind,
        office=invitation.office,
        about=invitation,
        by=by,
        at=at,
        agency=str(invitation.agency_id),
        role=str(invitation.role),
        valid_from=invitation.valid_from.isoformat(),
        **facts,
    )
