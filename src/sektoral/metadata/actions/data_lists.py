"""The course of a Daftar Data: drawn up, written entry by entry, proposed, sent back or agreed; then it is frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from sektoral.domain import canonical
from sektoral.domain.data_lists import carried_over, edited, entries_digest, faults_of
from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.policies import check_not_maker, check_reason
from sektoral.domain.roles import Permission
from sektoral.domain.states import DataListState, check_move
from sektoral.intake import files
from sektoral.intake.pdfs import check_pdf
from sektoral.metadata.queries.data_list_sources import entries_from_catalogue
from sektoral.records import journal
from sektoral.records.actors import Actor, local_date
from sektoral.records.data_lists import entries_of
from sektoral.records.models import DataList, Office

YEARS_AROUND = 5  # a list is of a year near the present one


@dataclass(frozen=True, slots=True)
class Minutes:
    """Berita acara of the Forum, signed: the PDF, its number and its day."""

    number: str
    day: date
    name: str
    data: bytes = field(repr=False)


def draw_up(year: int, *, by: Actor, at: datetime) -> DataList:
    """This will draw up the next edition of a year's list from the catalogue; what people typed before stays.

    Raises `WrongState` (`data_list_open`) while another one is not yet agreed, `Invalid` (`data_list_year`,
    `data_list_empty`).
    """
    by.check(Permission.WRITE_DATA_LIST)
    if abs(year - local_date(by.office, at).year) > YEARS_AROUND:
        raise Invalid("data_list_year", year=year)
    with transaction.atomic():
        office = Office.objects.select_for_update(no_key=True).get(
            pk=by.office.pk
        )  # two at once: the second one is told
        lists = DataList.objects.filter(office=office)
        if lists.exclude(state=DataListState.AGREED).exists():
            raise WrongState("data_list_open")
        last = lists.order_by("-agreed_at").first()
        entries = carried_over(entries_from_catalogue(office), entries_of(last) if last else ())
        if not entries:
            raise Invalid("data_list_empty")
        row = DataList.objects.create(
            office=office,
            year=year,
            edition=lists.filter(year=year).count() + 1,
            entries=[canonical.plain(entry) for entry in entries],
            drawn_up_at=at,
            drawn_up_by=by.person,
        )
        facts = {"year": year, "edition": row.edition, "entries": len(entries)}
        journal.append("data_list.drawn_up", office=office, about=row, by=by.person, at=at, **facts)
    return row


def write_entry(row: DataList, key: str, said: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """This will change columns of one entry of a draft. Raises `WrongState`, `NotFound`, `Invalid`."""
    by.check(Permission.WRITE_DATA_LIST)
    with transaction.atomic():
        row = _taken(row, by, DataListState.DRAFT)
        entries = {entry.id_ddd: entry for entry in entries_of(row)}
        if key not in entries:
            raise NotFound("not_found")
        entries[key] = edited(entries[key], said)
        row.entries = [canonical.plain(entry) for entry in entries.values()]
        row.save(update_fields=["entries"])
        journal.append("data_list.written", office=row.office, about=row, by=by.person, at=at, entry=key)


def leave_out(row: DataList, key: str, *, by: Actor, at: datetime) -> None:
    """This will take one entry out of a draft; the next edition has it again. Raises `WrongState`, `NotFound`."""
    by.check(Permission.WRITE_DATA_LIST)
    with transaction.atomic():
        row = _taken(row, by, DataListState.DRAFT)
        kept = [entry for entry in entries_of(row) if entry.id_ddd != key]
        if len(kept) == len(row.entries):
            raise NotFound("not_found")
        row.entries = [canonical.plain(entry) for entry in kept]
        row.save(update_fields=["entries"])
        journal.append("data_list.left_out", office=row.office, about=row, by=by.person, at=at, entry=key)


def propose(row: DataList, *, by: Actor, at: datetime) -> None:
    """This will lay the list before the Forum. Raises `Invalid` (`data_list_incomplete`, `data_list_empty`)."""
    by.check(Permission.WRITE_DATA_LIST)
    with transaction.atomic():
        row = _moved(row, by, DataListState.PROPOSED)
        entries = entries_of(row)
        faulty = [entry for entry in entries if faults_of(entry)]
        if faulty:
            raise Invalid("data_list_incomplete", count=len(faulty), first=faulty[0].nama_data or faulty[0].id_ddd)
        if not entries:
            raise Invalid("data_list_empty")
        row.proposed_at, row.note = at, ""
        row.save(update_fields=["state", "proposed_at", "note"])
        journal.append(
            "data_list.proposed", office=row.office, about=row, by=by.person, at=at,
            entries=len(entries), sha256=entries_digest(entries),
        )  # fmt: skip


def send_back(row: DataList, *, reason: str, by: Actor, at: datetime) -> None:
    """This will give the list back to the office with the Forum's reason."""
    by.check(Permission.AGREE_DATA_LIST)
    check_reason(reason)
    with transaction.atomic():
        row = _moved(row, by, DataListState.DRAFT)
        row.note = reason.strip()
        row.save(update_fields=["state", "note"])
        journal.append("data_list.sent_back", office=row.office, about=row, by=by.person, at=at)


def agree(row: DataList, minutes: Minutes, *, by: Actor, at: datetime) -> None:
    """This will freeze the list as the Forum agreed on it, with its signed minutes.

    Raises `Refused` for who drew it up, `Invalid` for minutes that are no PDF, have no number or a day to come.
    """
    by.check(Permission.AGREE_DATA_LIST)
    by.check_here(row)
    check_not_maker(str(by.person.pk), frozenset({str(row.drawn_up_by_id)}))
    number = minutes.number.strip()
    if not number:
        raise Invalid("minutes_number_missing")
    if minutes.day > local_date(row.office, at):
        raise Invalid("minutes_in_future")
    check_pdf(minutes.data)
    kept = files.keep(minutes.data, office=row.office, name=minutes.name, media_type=files.PDF, by=by.person, at=at)
    with transaction.atomic():
        row = _moved(row, by, DataListState.AGREED)
        row.agreed_at, row.agreed_by = at, by.person
        row.minutes, row.minutes_number, row.minutes_on = kept, number, minutes.day
        row.save(update_fields=["state", "agreed_at", "agreed_by", "minutes", "minutes_number", "minutes_on"])
        journal.append(
            "data_list.agreed", office=row.office, about=row, by=by.person, at=at,
            sha256=entries_digest(entries_of(row)), minutes=kept.sha256,
        )  # fmt: skip


def _moved(row: DataList, by: Actor, then: DataListState) -> DataList:
    row = _locked(row, by)
    check_move(DataListState(row.state), then)
    row.state = then
    return row


def _taken(row: DataList, by: Actor, state: DataListState) -> DataList:
    row = _locked(row, by)
    if row.state != state:
        raise WrongState("data_list_state", now=row.state)
    return row


def _locked(row: DataList, by: Actor) -> DataList:
    by.check_here(row)
    return DataList.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=row.pk)
