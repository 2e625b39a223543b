"""Numbers of letters: a gapless counter per series and year, never reused (Permendagri 83/2022 for the classes)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from sektoral.domain.letters import LetterKind, format_number
from sektoral.records.actors import local_date
from sektoral.records.models import Letter, NumberCounter, Office

OFFICE_SERIES = "surat"
RECEIPT_SERIES = "tanda-terima"
RECEIPT_TEMPLATE = "TT-{urut:04}/{unit}/{tahun}"


def give_number(letter: Letter, at: datetime) -> None:
    """This will give a letter its number, once; a number is kept through send-backs. Must run inside a transaction."""
    if letter.number:
        return
    year = local_date(letter.office, at).year
    number = _next_number(letter, year)
    while Letter.objects.filter(office=letter.office, agency=letter.agency, number=number).exists():
        number = _next_number(letter, year)  # an agency wrote this one by hand
    letter.number, letter.numbered_at = number, at


def series_of(letter: Letter) -> str:
    """This will name the series that counts a letter's number."""
    return _series(letter)[0]


def _next_number(letter: Letter, year: int) -> str:
    series, template, unit = _series(letter)
    sequence = _next(letter.office, series, year)
    return format_number(template, classification=letter.office.classification, sequence=sequence, unit=unit, year=year)


def _series(letter: Letter) -> tuple[str, str, str]:
    office = letter.office
    if letter.kind == LetterKind.RECEIPT:
        return RECEIPT_SERIES, RECEIPT_TEMPLATE, office.unit_code
    if letter.agency is not None and not letter.agency.is_office:  # the office has one series for all its letters
        return f"opd:{letter.agency.code}", office.number_template, letter.agency.code.upper()
    return OFFICE_SERIES, office.number_template, office.unit_code


def _next(office: Office, series: str, year: int) -> int:
    counters = NumberCounter.objects.select_for_update().filter(office=office, series=series, year=year)
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
        return NumberCounter.objects.select_for_update().get(office=office, series=series, year=year)
