"""A code list grows by codes with a first day; a code ends with a last day and never vanishes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from sektoral.domain.errors import Fact, Invalid, WrongState
from sektoral.domain.roles import Permission
from sektoral.domain.wording import long_date
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Code, Codelist


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code to be added. `replaces` are codes that it takes over from: one for a rename or a split, more for a merger.

    The Kemendagri code and the BPS code of a region are typed side by side; neither is made from the other.
    """

    code: str
    label: str
    parent: str
    kind: str
    bps_code: str
    valid_from: date
    replaces: tuple[str, ...] = ()


def add_code(codelist: Codelist, new: NewCode, *, by: Actor, at: datetime) -> Code:
    """This will add a code; what it replaces ends the day before and names it as its successor.

    Raises `NotFound`, `Refused`, `Invalid` (`code_taken`, `code_to_replace_unknown`, `code_days`).
    """
    by.check_here(codelist)
    by.check(Permission.WRITE_CODELISTS)
    with transaction.atomic():
        codelist = Codelist.objects.select_for_update(no_key=True).get(pk=codelist.pk)
        for old in new.replaces:
            _hand_over(codelist, old, new)
        _check_free(codelist, new)
        code = Code.objects.create(
            office=codelist.office,
            codelist=codelist,
            code=new.code,
            label=new.label,
            parent=new.parent,
            kind=new.kind,
            bps_code=new.bps_code,
            valid_from=new.valid_from,
            position=codelist.codes.count(),
        )
        _tell(codelist, by=by, at=at, added=code.code, valid_from=new.valid_from.isoformat())
    return code


def end_code(code: Code, *, last_day: date, by: Actor, at: datetime) -> Code:
    """This will end a code without a successor; tables that use it are shown until they have a new edition.

    Raises `NotFound`, `Refused`, `WrongState` (`code_ended`) and `Invalid` (`code_days`).
    """
    by.check_here(code)
    by.check(Permission.WRITE_CODELISTS)
    with transaction.atomic():
        code = Code.objects.select_for_update(no_key=True, of=("self",)).select_related("codelist").get(pk=code.pk)
        if code.valid_to:
            raise WrongState("code_ended", which=code.code)
        _end(code, last_day)
        _tell(code.codelist, by=by, at=at, ended=code.code, valid_to=last_day.isoformat())
    return code


def _hand_over(codelist: Codelist, old: str, new: NewCode) -> None:
    last_day = new.valid_from - timedelta(days=1)
    code = codelist.codes.filter(code=old).order_by("-valid_from").first()
    if code is None or code.valid_to not in (None, last_day):  # ended by another successor of the same day: a split
        raise Invalid("code_to_replace_unknown", which=old)
    if code.valid_to is None:
        _end(code, last_day)
    code.successors = [*code.successors, new.code]
    code.save(update_fields=["successors"])


def _end(code: Code, last_day: date) -> None:
    if last_day < code.valid_from:
        raise Invalid("code_days", which=code.code, first=long_date(code.valid_from))
    code.valid_to = last_day
    code.save(update_fields=["valid_to"])


def _check_free(codelist: Codelist, new: NewCode) -> None:
    """One code means one thing on any day."""
    others = codelist.codes.filter(code=new.code)
    if any(other.valid_to is None or other.valid_to >= new.valid_from for other in others):
        raise Invalid("code_taken", which=new.code)


def _tell(codelist: Codelist, *, by: Actor, at: datetime, **facts: Fact) -> None:
    journal.append(
        "codelist.changed", office=codelist.office, about=codelist, by=by.person, at=at, list=codelist.code, **facts
    )
