"""Numbers of letters: a gapless counter per series and year, or what the office's own register says; never reused."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from sektoral.domain.errors import WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.numbering import Numbering, OfficeNumbering, Source, read_numbering
from sektoral.domain.policies import check_letter_is
from sektoral.domain.states import LetterState
from sektoral.records.actors import local_date
from sektoral.records.models import Letter, NumberCounter, Office

UNDER_WAY = (LetterState.DRAFT, LetterState.INITIALLING, LetterState.AWAITING_SIGNATURE)  # and nobody has signed
OFFICE_SERIES = "surat"
RECEIPT_SERIES = "tanda-terima"
OWN_SERIES = {LetterKind.RECEIPT: RECEIPT_SERIES, LetterKind.SOP: "sop"}  # an SOP's number is typed, never counted


def check_may_number(letter: Letter) -> None:
    """This will raise unless a number may be entered: `letter_state`, `number_counted`, `number_before_signer`."""
    check_letter_is(letter.state, *UNDER_WAY)
    is_by_hand = not letter.number or letter.numbered_by_id is not None
    if not is_by_hand or numbering_of(letter).source is not Source.REGISTER:
        raise WrongState("number_counted", number=letter.number)
    if letter.number and letter.state == LetterState.AWAITING_SIGNATURE:
        raise WrongState("number_before_signer", number=letter.number)


def give_number(letter: Letter, at: datetime) -> bool:
    """This will give a letter its number from the counter, once, and tell whether it has one now.

    A number is kept through send-backs; one that comes from the office's register is awaited. A number that somebody
    wrote by hand on another letter is passed over. Must run inside a transaction.
    """
    if not letter.number and awaits_register(letter):
        return False
    year = local_date(letter.office, at).year
    while not letter.number:
        number = _next_number(letter, year)
        if is_taken(letter, number):
            continue
        try:
            with transaction.atomic():
                Letter.objects.filter(pk=letter.pk).update(number=number, numbered_at=at)
        except IntegrityError:  # somebody is writing it on another letter just now
            continue
        letter.number, letter.numbered_at = number, at
    return True


def is_taken(letter: Letter, number: str) -> bool:
    """This will tell whether another letter of the same writer bears this number, however its letters are cased.

    A letter that was voided keeps its number.
    """
    others = Letter.objects.filter(office=letter.office, number__iexact=number).exclude(pk=letter.pk)
    if _is_of_agency(letter):
        return others.filter(agency=letter.agency).exists()
    return others.filter(Q(agency__isnull=True) | Q(agency__is_office=True)).exists()


def check_numbered(letter: Letter, at: datetime) -> None:
    """This will give a letter its number where the counter does. Raises `WrongState` (`number_awaited`) where not."""
    if not give_number(letter, at):
        raise WrongState("number_awaited")


def awaits_register(letter: Letter) -> bool:
    """This will tell whether a letter without a number waits for the one of the office's register."""
    return not letter.number and numbering_of(letter).source is Source.REGISTER


def numbering_of(letter: Letter) -> Numbering:
    """This will tell how a letter is numbered: as its office has set it up, or by the agency that writes it."""
    numbering = office_numbering(letter.office)
    if _is_of_agency(letter):
        return Numbering(numbering.usual.template, numbering.usual.classification)
    return numbering.of(LetterKind(letter.kind))


def office_numbering(office: Office) -> OfficeNumbering:
    """This will read the numbering that an office has set up."""
    return read_numbering(office.numbering, Numbering(office.number_template, office.classification))


def series_of(letter: Letter) -> str:
    """This will name the series that counts a letter's number: an office has one, receipts and SOPs apart."""
    if letter.kind in OWN_SERIES:
        return OWN_SERIES[LetterKind(letter.kind)]
    return f"opd:{letter.agency.code}" if letter.agency and _is_of_agency(letter) else OFFICE_SERIES


def upcoming_number(office: Office, kind: LetterKind, at: datetime) -> str:
    """This will tell the number that the counter would give a letter of the office now; nothing is given by it."""
    year = local_date(office, at).year
    series = RECEIPT_SERIES if kind is LetterKind.RECEIPT else OFFICE_SERIES
    counter = NumberCounter.objects.filter(office=office, series=series, year=year).first()
    following = counter.last + 1 if counter else 1
    return office_numbering(office).of(kind).number(sequence=following, unit=office.unit_code, year=year)


def _is_of_agency(letter: Letter) -> bool:
    """The office has one series for all its letters, also for those that it writes as a producer."""
    return letter.agency is not None and not letter.agency.is_office and letter.kind != LetterKind.RECEIPT


def _next_number(letter: Letter, year: int) -> str:
    of_agency = letter.agency if _is_of_agency(letter) else None
    unit = of_agency.code.upper() if of_agency else letter.office.unit_code
    return numbering_of(letter).number(sequence=_next(letter.office, series_of(letter), year), unit=unit, year=year)


def _next(office: Office, series: str, year: int) -> int:
    counters = NumberCounter.objects.select_for_update(no_key=True).filter(office=office, series=series, year=year)
    counter = counters.first() or _begin(office, series, year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _begin(office: Office, series: str, year: int) -> NumberCounter:
    """Two transactions may begin a series at once: the second one waits and takes the first one's row."""
    try:
        with transaction.atomic():
            return NumberCounter.objects.create(office=office, series=series, year=year)
    except IntegrityError:
        return NumberCounter.objects.select_for_update(no_key=True).get(office=office, series=series, year=year)
