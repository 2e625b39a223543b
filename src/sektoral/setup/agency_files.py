"""The list of an office's agencies as a workbook: an empty one to fill in, and a filled one read in the sandbox."""

from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from sektoral.adapters.exports import Column, Sheet, to_workbook
from sektoral.adapters.sandbox import client
from sektoral.domain.agency_lists import (
    ABOUT,
    AFFAIRS,
    CODE,
    COLUMNS,
    HEAD,
    NAME,
    PLACE,
    SHORT,
    ListedAgency,
    list_faults,
)
from sektoral.setup.facts import AgencyFact


@dataclass(frozen=True, slots=True)
class AgencyList:
    """What a workbook lists; with `faults` nothing of it is used."""

    agencies: tuple[AgencyFact, ...] = ()
    faults: tuple[str, ...] = ()


def template() -> bytes:
    """This will write an empty list, with a second sheet that says what each column is for."""
    about = Sheet("Petunjuk", [Column("Kolom"), Column("Isinya")], [[name, ABOUT[name]] for name in COLUMNS])
    return to_workbook([Sheet("OPD", [Column(name) for name in COLUMNS], []), about], zone=UTC)


def read_agency_list(file: Path, *, place: str) -> AgencyList:
    """This will read a filled list; `place` stands in where a row names none."""
    answer = client.run("agencies", file.absolute(), options={"filename": file.name})
    if not answer.ok:
        return AgencyList(faults=(answer.message,))
    rows = answer.content["lines"]
    if not isinstance(rows, list):
        return AgencyList(faults=(f"tidak ada baris judul dengan kolom {CODE} dan {NAME}",))
    lines = [ListedAgency(int(line), {str(name): str(text) for name, text in cells.items()}) for line, cells in rows]
    faults = list_faults(lines)
    if faults:
        return AgencyList(faults=tuple(faults))
    return AgencyList(tuple(fact_of(line, place) for line in lines))


def fact_of(line: ListedAgency, place: str) -> AgencyFact:
    """This will fill in what a row leaves out; `place` stands in where it names none."""
    name = line.cell(NAME)
    return AgencyFact(
        code=line.cell(CODE),
        name=name,
        short_name=line.cell(SHORT) or name[:80],
        head_title=line.cell(HEAD) or f"Kepala {name}"[:200],
        affairs=line.cell(AFFAIRS),
        is_office=line.is_office,
        place=line.cell(PLACE) or place,
    )
