"""The Daftar Data that the Forum agreed on last, for whoever asks whether a table is in it."""

from dataclasses import dataclass

from sektoral.domain import canonical
from sektoral.domain.data_lists import Entry
from sektoral.domain.states import DataListState
from sektoral.records.models import DataList, Office, Table


@dataclass(frozen=True, slots=True)
class AgreedList:
    """The list in force; `tables` are (agency code, table code). `row` is nothing where none was agreed yet."""

    row: DataList | None
    tables: frozenset[tuple[str, str]]

    def has(self, table: Table) -> bool:
        """Whether a table, of whatever edition, is in the list."""
        return (table.agency.code, table.code) in self.tables

    @property
    def name(self) -> str:
        """`Daftar Data 2026 edisi 1`; empty where none was agreed yet."""
        return name_of(self.row) if self.row else ""


def name_of(row: DataList) -> str:
    """This will name a list by its year and edition."""
    return f"Daftar Data {row.year} edisi {row.edition}"


def entries_of(row: DataList) -> tuple[Entry, ...]:
    """This will read the entries of a list, in their order. Raises `ValueError` where they are none."""
    return tuple(canonical.read(Entry, entry) for entry in row.entries)


def agreed_list(office: Office) -> AgreedList:
    """This will read the list that was agreed last."""
    row = DataList.objects.filter(office=office, state=DataListState.AGREED).order_by("-year", "-edition").first()
    return AgreedList(row, frozenset(entry.table for entry in entries_of(row)) if row else frozenset())
