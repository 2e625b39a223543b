"""Agencies made up for scenarios and tests: a few small tables each, a head and an operator, all plainly invented."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sektoral.domain.catalogue import CatalogueEntry
from sektoral.domain.instruments import ColumnDef, RowDef, RowTotalDef, TableDef, ValueKind, VariableDef
from sektoral.domain.roles import Role
from sektoral.setup.facts import AgencyFact, OfficeFacts, PersonFact


@dataclass(frozen=True, slots=True)
class MadeUpAgency:
    """An agency as a scenario names it; `tables` counts its tables, which are called `T1`, `T2` …"""

    code: str
    name: str
    tables: int
    is_office: bool = False


def with_agencies(facts: OfficeFacts, agencies: Sequence[MadeUpAgency]) -> OfficeFacts:
    """This will give the same office with these agencies in place of its own; its staff stays."""
    staff = tuple(person for person in facts.people if not person.agency)
    seats = tuple(seat for agency in agencies for seat in made_up_people(agency))
    return replace(
        facts,
        agencies=tuple(
            AgencyFact(one.code, one.name, one.code, f"Kepala {one.name}", is_office=one.is_office) for one in agencies
        ),
        catalogue=tuple(
            CatalogueEntry(agency.code, made_up_table(n), ())
            for agency in agencies
            for n in range(1, agency.tables + 1)
        ),
        people=staff + seats,
    )


def made_up_people(agency: MadeUpAgency) -> tuple[PersonFact, PersonFact]:
    """This will give an agency its head and its operator."""
    return (
        _person(agency, Role.HEAD, "Kepala", f"Kepala {agency.name}"),
        _person(agency, Role.OPERATOR, "Operator", f"Petugas Data {agency.name}"),
    )


def made_up_table(number: int) -> TableDef:
    """This will give a table of two rows and two columns with totals both ways, marked as a sample."""
    code = f"CONTOH.{number}"
    return TableDef(
        code=f"T{number}",
        version=1,
        title=f"Tabel Contoh {number}",
        unit="orang",
        level="kabupaten",
        period_type="tahunan",
        stub="Kelompok",
        rows=(
            RowDef("A", "Kelompok A", "", (("kelompok", "A"),)),
            RowDef("B", "Kelompok B", "", (("kelompok", "B"),)),
        ),
        columns=(
            ColumnDef("l", "Laki-laki", code, "", (("jenis_kelamin", "L"),)),
            ColumnDef("p", "Perempuan", code, "", (("jenis_kelamin", "P"),)),
        ),
        variables=(
            VariableDef(
                code=code,
                name=f"Jumlah Contoh {number}",
                unit="orang",
                measure="jumlah",
                kind=ValueKind.COUNT,
                decimals=0,
                concept="Contoh",
                definition="Banyaknya orang contoh; rekaan belaka.",
                minimum="0",
            ),
        ),
        row_totals=(RowTotalDef("Jumlah", ("l", "p")),),
        total_label="Jumlah",
        sample=True,
    )


def _person(agency: MadeUpAgency, role: Role, seat: str, title: str) -> PersonFact:
    key = f"{seat.lower()}.{agency.code.lower()}"
    return PersonFact(
        key=key,
        name=f"Contoh {seat} {agency.name}",
        email=f"{key}@contoh.example",
        role=role,
        agency=agency.code,
        title=title,
        rank="Pembina (contoh)" if role is Role.HEAD else "",
        nip="NIP (contoh)",
    )
