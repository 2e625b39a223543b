"""How a region is read, as fields by which a person puts that right: its rows, and what each column is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from sektoral.domain.softcopies.hints import ROLES, Hint
from sektoral.domain.softcopies.regions import ColumnRole, Region

COLUMNS_AT_MOST = 60
WORDS: Mapping[ColumnRole, str] = {
    ColumnRole.LABEL: "Nama baris",
    ColumnRole.KEY: "Kunci (wilayah, tahun, golongan)",
    ColumnRole.CODE: "Kode",
    ColumnRole.UNIT: "Satuan",
    ColumnRole.FIGURES: "Angka",
    ColumnRole.REMARK: "Tidak dipakai",
    ColumnRole.NUMBER: "Nomor urut",
    ColumnRole.TOTAL: "Jumlah",
}


@dataclass(frozen=True, slots=True)
class RowField:
    """A field for the number of a row; `read` is how it is read now, `said` what a person wrote."""

    name: str
    label: str
    read: str
    said: str


@dataclass(frozen=True, slots=True)
class ColumnFields:
    """What a column is for, and the period of its figures. `read` is how it is read now, `said` the chosen role."""

    letters: str
    heading: str
    role_name: str
    read: str
    said: str
    period_name: str
    period_read: str
    period: str


@dataclass(frozen=True, slots=True)
class Structure:
    """The fields of one region. `is_said` tells that a person has put something right."""

    rows: tuple[RowField, ...]
    columns: tuple[ColumnFields, ...]
    roles: tuple[tuple[str, str], ...]
    is_said: bool


def structure_of(region: Region, hint: Hint, prefix: str) -> Structure:
    """This will lay out how a region is read, with what a person says of it."""
    heads, body = region.head_rows, [row.row for row in region.rows]
    said = (*(hint.heads or (None, None)), *(hint.body or (None, None)))
    read = (*((heads[0], heads[-1]) if heads else ("", "")), body[0], body[-1])
    names = ("judul1", "judul2", "data1", "data2")
    labels = ("Kepala tabel dari baris", "sampai baris", "Data dari baris", "sampai baris")
    return Structure(
        rows=tuple(
            RowField(f"{prefix}{name}", label, str(now), str(text or ""))
            for name, label, now, text in zip(names, labels, read, said, strict=True)
        ),
        columns=tuple(_columns(region, hint, prefix)),
        roles=tuple((role.value, WORDS[role]) for role in ROLES),
        is_said=hint != Hint(),
    )


def _columns(region: Region, hint: Hint, prefix: str) -> list[ColumnFields]:
    roles, periods = dict(hint.roles), dict(hint.periods)
    return [
        ColumnFields(
            letters=one.letters,
            heading=" · ".join(one.heads) or "–",
            role_name=f"{prefix}peran{one.column}",
            read=WORDS[one.role],
            said=roles[one.column].value if one.column in roles else "",
            period_name=f"{prefix}periode{one.column}",
            period_read=one.facts.period.removeprefix("-"),
            period=periods.get(one.column, ""),
        )
        for one in region.columns[:COLUMNS_AT_MOST]
    ]
