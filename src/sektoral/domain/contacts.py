"""Talking to the people of an agency: by which way, what came of it, and the words and number of a message by hand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sektoral.domain.errors import Invalid

MOST_NAMED = 5  # tables that a message names; the others are counted
_MOBILE = re.compile(r"628\d{7,11}")  # Indonesian mobile numbers, 10 to 13 digits behind the 0
_SEPARATORS = re.compile(r"[\s().\-/\u2010-\u2015]")


class ContactWay(StrEnum):
    """How somebody of the office reached an agency's people."""

    TELEPHONE = "telephone"
    WHATSAPP = "whatsapp"
    VISIT = "visit"


class ContactResult(StrEnum):
    """What came of it."""

    PROMISED = "promised"  # with the day that was promised
    TALKED = "talked"
    NO_ANSWER = "no_answer"
    WRONG_CONTACT = "wrong_contact"
    SENT = "sent"  # a message that the clerk says was sent


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a message by hand says: who is asked by whom, for what, until when, what is missing, and where to look."""

    to: str
    agency: str
    office: str
    asked: str
    due: str
    missing: Sequence[str]
    link: str


def check_result(way: ContactWay, result: ContactResult, *, has_promise: bool) -> None:
    """This will raise `Invalid` (`promise_without_day`, `day_without_promise`, `result_of_another_way`)."""
    if (result is ContactResult.SENT) != (way is ContactWay.WHATSAPP):
        raise Invalid("result_of_another_way")
    if result is ContactResult.PROMISED and not has_promise:
        raise Invalid("promise_without_day")
    if result is not ContactResult.PROMISED and has_promise:
        raise Invalid("day_without_promise")


def whatsapp_number(phone: str) -> str:
    """This will write an Indonesian mobile number as wa.me wants it, `62812…`; empty for any other number."""
    digits = _SEPARATORS.sub("", phone).removeprefix("+")
    if digits.startswith("0"):
        digits = f"62{digits[1:]}"
    elif digits.startswith("8"):
        digits = f"62{digits}"
    return digits if digits.isascii() and _MOBILE.fullmatch(digits) else ""


def telephone_link(phone: str) -> str:
    """This will write a number for a `tel:` link, digits and a leading plus only; empty where there are none."""
    digits = re.sub(r"[^0-9]", "", phone)
    return f"tel:{'+' if phone.strip().startswith('+') else ''}{digits}" if len(digits) >= 4 else ""


def reminder_text(reminder: Reminder) -> str:
    """This will write the message: polite, without any figure, and with a link that carries no rights."""
    asked = (
        f"Kami dari {reminder.office} mengingatkan permintaan {reminder.asked} dengan batas waktu {reminder.due}. "
        f"Yang belum kami terima: {_named(reminder.missing)}."
    )
    where = (
        f"Rinciannya dapat dilihat di {reminder.link} setelah masuk dengan akun Anda. "
        "Bila ada kesulitan, silakan balas pesan ini. Terima kasih."
    )
    return "\n\n".join((f"Yth. {reminder.to}, {reminder.agency}.", asked, where))


def _named(missing: Sequence[str]) -> str:
    rest = len(missing) - MOST_NAMED
    named = list(missing[:MOST_NAMED])
    return "; ".join([*named, f"dan {rest} lainnya"] if rest > 0 else named)
