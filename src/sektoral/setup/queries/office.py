"""What the pages of the office's own set-up show: calendar, seats, agencies, tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Standing
from sektoral.domain.workdays import HOLIDAY_LABELS, HolidayKind
from sektoral.records.models import Agency, Assignment, DayOff, Office, Table, WorkHours
from sektoral.records.sop_versions import revision_of, sop_in_force
from sektoral.ui.lists import Column, Filter, ListSpec

STANDING_LABELS: dict[str, str] = {
    Standing.DEFINITIVE: "Definitif",
    Standing.ACTING: "Plt.",
    Standing.DAILY: "Plh.",
    Standing.STAND_IN: "Pengganti",
}
ROLE_LABELS: dict[str, str] = {
    "KADIS": "Kadis",
    "SEKRETARIS": "Sekretaris",
    "KABID": "Kabid SPT",
    "SUKOR": "SuKor PPD",
    "JP": "JP",
    "HEAD": "Kepala OPD",
    "OPERATOR": "Operator OPD",
    "REVIEWER": "Walidata Pendukung",
    "STEWARD": "Pembina Data",
    "FORUM": "Forum Satu Data",
    "AUDITOR": "Auditor",
    "ADMIN": "Administrator",
    "SEKDA": "Sekda",
}


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day off."""

    date: date
    name: str
    kind: str
    basis: str


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Opening hours; the usual ones have no dates."""

    first: date | None
    last: date | None
    mon_thu: str
    fri: str
    basis: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    """Somebody in a seat. `is_present` tells whether it holds on the day asked for."""

    id: UUID
    person: str
    email: str
    role: str
    agency: str
    standing: str
    title: str  # as printed, with the lines above it
    valid_from: date
    valid_to: date | None
    is_present: bool
    may_end: bool

    @property
    def is_void(self) -> bool:
        """Whether it was taken back before it began."""
        return self.valid_to is not None and self.valid_to < self.valid_from


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency with what is known of its name."""

    id: UUID
    name: str
    short: str
    affairs: str
    evidence: str
    tables: int
    valid_from: date
    valid_to: date | None
    successor: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table of the catalogue as it is asked for now."""

    code: str
    title: str
    agency: str
    level: str
    unit: str
    version: int
    cells: int
    is_priority: bool


def list_days(office: Office) -> Sequence[DayRow]:
    """This will list all days off in force, oldest first."""
    days = DayOff.objects.filter(office=office, is_active=True)
    return [DayRow(day.date, day.name, HOLIDAY_LABELS[HolidayKind(day.kind)], day.basis) for day in days]


def list_hours(office: Office) -> Sequence[HoursRow]:
    """This will list the usual hours and the dated ones."""
    rows = WorkHours.objects.filter(office=office)
    return [
        HoursRow(row.valid_from, row.valid_to, _span(row.hours["mon_thu"]), _span(row.hours["fri"]), row.basis)
        for row in rows
    ]


def list_seats(office: Office, *, on: date) -> Sequence[SeatRow]:
    """This will list everybody's seats, the office's own first."""
    seats = Assignment.objects.filter(office=office).select_related("person", "agency")
    order = list(ROLE_LABELS.values())
    rows = [seat_row(seat, on=on) for seat in seats]
    return sorted(rows, key=lambda row: (row.agency, order.index(row.role), row.valid_from, row.person))


def fetch_seat(office: Office, key: UUID) -> Assignment:
    """This will give a seat of the office. Raises `NotFound` (`not_found`)."""
    found = Assignment.objects.filter(office=office, pk=key).select_related("person", "agency").first()
    if found is None:
        raise NotFound("not_found")
    return found


def seat_row(seat: Assignment, *, on: date) -> SeatRow:
    """This will describe a seat as it is on that day."""
    has_ended = seat.valid_to is not None and seat.valid_to < on
    return SeatRow(
        id=seat.pk,
        person=seat.person.name,
        email=seat.person.email if seat.person.has_account else "tanpa akun, tanda tangan di luar sistem",
        role=ROLE_LABELS[seat.role],
        agency=seat.agency.short_name if seat.agency else "",
        standing=STANDING_LABELS[seat.standing],
        title=" ".join([*seat.on_behalf, seat.title]),
        valid_from=seat.valid_from,
        valid_to=seat.valid_to,
        is_present=seat.valid_from <= on and not has_ended,
        may_end=not has_ended,
    )


def list_agencies(office: Office) -> Sequence[AgencyRow]:
    """This will list every agency that ever was, in the office's order."""
    counts: dict[UUID, int] = {}
    for agency_id in Table.objects.filter(office=office, is_current=True).values_list("agency_id", flat=True):
        counts[agency_id] = counts.get(agency_id, 0) + 1
    return [
        AgencyRow(
            id=agency.pk,
            name=agency.name,
            short=agency.short_name,
            affairs=agency.affairs,
            evidence=agency.evidence,
            tables=counts.get(agency.pk, 0),
            valid_from=agency.valid_from,
            valid_to=agency.valid_to,
            successor=agency.successor.name if agency.successor else "",
        )
        for agency in Agency.objects.filter(office=office).select_related("successor")
    ]


def list_tables(office: Office) -> Sequence[TableRow]:
    """This will list the tables that agencies owe now."""
    tables = Table.objects.filter(office=office, is_current=True).select_related("agency")
    return [
        TableRow(
            code=table.code,
            title=table.title,
            agency=table.agency.short_name,
            level=table.level,
            unit=table.definition["unit"],
            version=table.version,
            cells=len(table.definition["rows"]) * len(table.definition["columns"]),
            is_priority=table.is_priority,
        )
        for table in tables.order_by("agency__position", "code")
    ]


DAYS: ListSpec[DayRow] = ListSpec(
    name="kalender",
    columns=(
        Column("tanggal", "Tanggal", lambda row: row.date),
        Column("nama", "Nama", lambda row: row.name),
        Column("jenis", "Jenis", lambda row: row.kind),
        Column("dasar", "Dasar", lambda row: row.basis),
    ),
    filters=(
        Filter(
            "jenis",
            "Jenis",
            (("", "Semua"), *((label, label) for label in HOLIDAY_LABELS.values())),
            lambda row, chosen: row.kind == chosen,
        ),
    ),
    text=lambda row: row.name,
    search_label="Cari hari",
)
SEATS: ListSpec[SeatRow] = ListSpec(
    name="penugasan",
    columns=(
        Column("nama", "Nama", lambda row: row.person),
        Column("peran", "Peran", lambda row: row.role),
        Column("opd", "OPD", lambda row: row.agency),
        Column("jabatan", "Jabatan yang dicetak", lambda row: row.title),
        Column("status", "Status", lambda row: row.standing),
        Column("mulai", "Mulai", lambda row: row.valid_from),
        Column("sampai", "Sampai", lambda row: row.valid_to),
    ),
    filters=(
        Filter(
            "peran",
            "Peran",
            (("", "Semua"), *((label, label) for label in ROLE_LABELS.values())),
            lambda row, chosen: row.role == chosen,
        ),
        Filter(
            "berlaku",
            "Masa",
            (("", "Semua"), ("kini", "Berlaku hari ini")),
            lambda row, _: row.is_present,
        ),
    ),
    text=lambda row: f"{row.person} {row.email} {row.agency} {row.title}",
    search_label="Cari orang atau OPD",
)
AGENCIES: ListSpec[AgencyRow] = ListSpec(
    name="opd",
    columns=(
        Column("nama", "OPD", lambda row: row.name),
        Column("urusan", "Urusan", lambda row: row.affairs),
        Column("tabel", "Tabel", lambda row: row.tables, numeric=True),
        Column("bukti", "Kepastian nama", lambda row: row.evidence),
        Column("mulai", "Berlaku sejak", lambda row: row.valid_from),
        Column("penerus", "Digabung ke", lambda row: row.successor),
    ),
    text=lambda row: f"{row.name} {row.short}",
    search_label="Cari OPD",
)
TABLES: ListSpec[TableRow] = ListSpec(
    name="katalog",
    columns=(
        Column("kode", "Kode", lambda row: row.code),
        Column("judul", "Judul tabel", lambda row: row.title),
        Column("opd", "Produsen Data", lambda row: row.agency),
        Column("tingkat", "Tingkat", lambda row: row.level),
        Column("satuan", "Satuan", lambda row: row.unit),
        Column("isian", "Isian", lambda row: row.cells, numeric=True),
        Column("versi", "Versi", lambda row: row.version, numeric=True),
    ),
    filters=(
        Filter(
            "prioritas",
            "Data prioritas",
            (("", "Semua"), ("ya", "Hanya data prioritas")),
            lambda row, _: row.is_priority,
        ),
    ),
    text=lambda row: f"{row.code} {row.title} {row.agency}",
    search_label="Cari tabel atau OPD",
)


def _span(pair: Sequence[str]) -> str:
    return f"{pair[0].replace(':', '.')}–{pair[1].replace(':', '.')}"


def sop_in_short(office: Office) -> str:
    """This will tell which version of the SOP is in force, and whether one is being revised."""
    current, revision = sop_in_force(office), revision_of(office)
    approved = "" if current.is_chart_approved else ", susunan simbol belum disahkan"
    return f"versi {current.version} berlaku{approved}" + (f"; revisi versi {revision.version}" if revision else "")
