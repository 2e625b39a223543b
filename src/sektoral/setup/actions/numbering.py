"""How the office's letters are numbered is changed; numbers that were given stay as they are."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import WrongState
from sektoral.domain.numbering import OfficeNumbering, check_numbering, read_number, store_numbering
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Office


@dataclass(frozen=True, slots=True)
class NumberingDraft:
    """The numbering as a person has set it up, the office's unit in it, and whether one letter asks all agencies."""

    numbering: OfficeNumbering
    unit: str
    one_request_letter: bool


def change_numbering(new: NumberingDraft, *, by: Actor, at: datetime) -> None:
    """This will change how letters are numbered from now on.

    Raises `Refused`, `Invalid` as `check_numbering` does, and `WrongState` (`numbering_unchanged`).
    """
    by.check(Permission.SET_UP)
    unit = read_number(f"{new.unit}/1").removesuffix("/1")
    check_numbering(new.numbering, unit=unit)
    usual = new.numbering.usual
    with transaction.atomic():
        office = Office.objects.select_for_update(no_key=True).get(pk=by.office.pk)
        before = _told(office)
        office.number_template, office.classification, office.unit_code = usual.template, usual.classification, unit
        office.numbering, office.one_request_letter = store_numbering(new.numbering), new.one_request_letter
        if _told(office) == before:
            raise WrongState("numbering_unchanged")
        office.save(update_fields=["number_template", "classification", "unit_code", "numbering", "one_request_letter"])
        journal.append(
            "numbering.changed",
            office=office,
            about=office,
            by=by.person,
            at=at,
            source=usual.source.value,
            kinds=len(new.numbering.kinds),
            one_request_letter=new.one_request_letter,
        )


def _told(office: Office) -> tuple[object, ...]:
    stored = {"source": "counter", "kinds": {}, **office.numbering}
    return office.number_template, office.classification, office.unit_code, stored, office.one_request_letter
