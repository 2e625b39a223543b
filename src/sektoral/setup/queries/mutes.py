"""What can be muted for a table, what is muted, and what was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sektoral.domain.checks.weighing import may_be_muted
from sektoral.domain.errors import NotFound
from sektoral.records.actors import Actor
from sektoral.records.models import Mute, Table
from sektoral.records.rules import latest_versions, rules_in_force
from sektoral.ui.components import Shape, Status, Tone

FINDING_NAMES: dict[str, str] = {  # built-in findings that ask for an explanation: what they hold against a figure
    "total_differs": "Jumlah dari OPD berbeda dari jumlah isian",
    "too_many_decimals": "Desimal melebihi ketentuan",
    "changed_much": "Berubah banyak dari periode lalu",
    "factor_suspected": "Kira-kira 10, 100, atau 1.000 kali periode lalu",
    "copied_last_period": "Semua isian sama dengan periode lalu",
    "column_copied": "Satu kolom sama dengan periode lalu",
    "far_from_series": "Jauh dari nilai tengah periode-periode sebelumnya",
    "column_like_another": "Satu kolom sama dengan kolom lain",
    "row_like_another": "Satu baris sama dengan baris lain",
    "column_repeated": "Satu nilai berulang di seluruh kolom",
    "percent_as_proportion": "Persen tertulis sebagai pecahan",
    "proportion_as_percent": "Pecahan tertulis sebagai persen",
    "tables_disagree": "Berbeda dari tabel lain dalam kiriman yang sama",
    "bank_disagrees": "Berbeda dari tabel lain di Bank Data",
    "agencies_disagree": "Berbeda dari angka OPD lain",
    "rule_broken": "Semua aturan tabel ini",
}


@dataclass(frozen=True, slots=True)
class MuteRow:
    """A mute, as its table's page lists it. `holds` on the day asked for."""

    id: UUID
    code: str
    name: str
    reason: str
    last_day: date
    muted_at: datetime
    muted_by: str
    ended_at: datetime | None
    holds: bool

    @property
    def status(self) -> Status:
        """Whether it still silences."""
        if self.holds:
            return Status(Tone.WAIT, "Dibisukan", Shape.INFO)
        return Status(Tone.IDLE, "Diakhiri" if self.ended_at else "Lewat waktu", Shape.NIL)


def mutable_codes(table: Table) -> Mapping[str, str]:
    """This will name what may be muted for a table: its rules, and built-in findings that are never *salah*."""
    latest = latest_versions([table]).get((table.agency_id, table.code), ())
    rules = {rule.code: f"Aturan {rule.code}: {rule.says}" for rule in rules_in_force(latest)}
    return rules | {code: name for code, name in FINDING_NAMES.items() if may_be_muted(code)}


def list_mutes(table: Table, *, on: date) -> Sequence[MuteRow]:
    """This will list every mute a table ever had, the latest first."""
    names = mutable_codes(table)
    rows = Mute.objects.filter(agency_id=table.agency_id, table_code=table.code).select_related("muted_by")
    return [
        MuteRow(
            id=one.pk,
            code=one.code,
            name=names.get(one.code, one.code),
            reason=one.reason,
            last_day=one.last_day,
            muted_at=one.muted_at,
            muted_by=one.muted_by.name,
            ended_at=one.ended_at,
            holds=one.ended_at is None and on <= one.last_day,
        )
        for one in rows
    ]


def fetch_mute(actor: Actor, pk: UUID) -> Mute:
    """This will give a mute of the actor's office. Raises `NotFound`."""
    found = Mute.objects.filter(office=actor.office, pk=pk).first()
    if found is None:
        raise NotFound("not_found")
    return found
