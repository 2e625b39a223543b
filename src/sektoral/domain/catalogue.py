"""The catalogue of tables written down as JSON: code lists once, each table by the dimensions it is broken down by."""

import json
import keyword
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypedDict

from sektoral.domain.errors import Invalid
from sektoral.domain.instruments import (
    ColumnDef,
    Dimensions,
    RowDef,
    RowTotalDef,
    RuleDef,
    TableDef,
    ValueKind,
    VariableDef,
)


@dataclass(frozen=True, slots=True)
class CodelistDef:
    """A named list of codes; `codes` pairs each code with its label, in the order of printing."""

    code: str
    name: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A table and the agency that owes it. `dropped` pairs a disaggregation that was left out with the reason."""

    agency_code: str
    table: TableDef
    dropped: tuple[tuple[str, str], ...]


class CodelistText(TypedDict):
    """A code list as written: its name and `{code: label}`."""

    name: str
    codes: dict[str, str]


class RowSetText(TypedDict):
    """Regions that serve as rows: the heading over them and `{Kemendagri code: label}`."""

    stub: str
    rows: dict[str, str]


class VariableText(TypedDict):
    """A variable as written; `across` names the code lists whose combinations are its columns."""

    code: str
    short: str
    name: str
    unit: str
    measure: str
    kind: str
    decimals: int
    concept: str
    definition: str
    minimum: str
    maximum: str
    across: list[str]


class RuleText(TypedDict):
    """A rule as written: what must hold, as an expression and as a sentence."""

    text: str
    says: str


class TableText(TypedDict):
    """A table as written; `rows` names a row set or a code list."""

    agency: str
    code: str
    title: str
    level: str
    period: str
    rows: str
    adds_down: bool
    adds_across: bool
    variables: list[VariableText]
    rules: list[RuleText]
    note: str
    classification: str
    priority: bool
    dropped: dict[str, str]


class CatalogueText(TypedDict):
    """The shape of `catalogue.json`."""

    codelists: dict[str, CodelistText]
    row_sets: dict[str, RowSetText]
    tables: list[TableText]


def load_catalogue(text: str) -> tuple[CatalogueEntry, ...]:
    """This will read every table; `Invalid("catalogue_unreadable")` names the table and what is wrong with it."""
    raw = _parse(text)
    return tuple(_entry(raw, table) for table in raw["tables"])


def load_codelists(text: str) -> tuple[CodelistDef, ...]:
    """This will read the code lists that the tables are composed of, regions not among them."""
    lists = _parse(text)["codelists"]
    return tuple(CodelistDef(code, one["name"], tuple(one["codes"].items())) for code, one in lists.items())


def _parse(text: str) -> CatalogueText:
    try:
        raw: CatalogueText = json.loads(text)
    except ValueError as error:
        raise Invalid("catalogue_unreadable", table="", reason=str(error)) from error
    if not isinstance(raw, dict) or not {"codelists", "row_sets", "tables"} <= raw.keys():
        raise Invalid("catalogue_unreadable", table="", reason="codelists, row_sets, tables")
    return raw


def _entry(raw: CatalogueText, table: TableText) -> CatalogueEntry:
    try:
        return CatalogueEntry(table["agency"], _table(raw, table), tuple(table.get("dropped", {}).items()))
    except (LookupError, TypeError, ValueError) as error:
        name = str(table.get("code", "?"))
        raise Invalid("catalogue_unreadable", table=name, reason=f"{type(error).__name__}: {error}") from error


def _table(raw: CatalogueText, table: TableText) -> TableDef:
    stub, rows = _rows(raw, table["rows"])
    alone = len(table["variables"]) == 1
    blocks = [_columns(raw["codelists"], variable, alone=alone) for variable in table["variables"]]
    return TableDef(
        code=table["code"],
        version=1,
        title=table["title"],
        unit=table["variables"][0]["unit"],
        level=table["level"],
        period_type=table["period"],
        stub=stub,
        rows=rows,
        columns=tuple(column for block in blocks for column in block),
        variables=tuple(_variable(variable) for variable in table["variables"]),
        row_totals=_row_totals(table, blocks) if table.get("adds_across") else (),
        total_label="Jumlah" if table.get("adds_down") else "",
        note=table.get("note", ""),
        rules=tuple(_rule(number, rule) for number, rule in enumerate(table.get("rules", ()), 1)),
        classification=table.get("classification", "terbuka"),
        priority=table.get("priority", False),
    )


def _rows(raw: CatalogueText, name: str) -> tuple[str, tuple[RowDef, ...]]:
    if name in raw["row_sets"]:
        regions = raw["row_sets"][name]
        return regions["stub"], tuple(RowDef(code, label, area=code) for code, label in regions["rows"].items())
    codelist = raw["codelists"][name]
    rows = (RowDef(code, label, area="", dims=((name, code),)) for code, label in codelist["codes"].items())
    return codelist["name"], tuple(rows)


def _columns(lists: Mapping[str, CodelistText], variable: VariableText, *, alone: bool) -> tuple[ColumnDef, ...]:
    """Make a column per combination of codes; its code is a word that rules can use, such as `sd_negeri`."""
    across = variable.get("across", [])
    if len(across) > 2 or (not alone and len(across) > 1):
        raise ValueError(f"{variable['code']}: a table has two levels of headers at most")
    columns = []
    for codes in product(*(lists[name]["codes"] for name in across)):
        labels = [lists[name]["codes"][code] for name, code in zip(across, codes, strict=True)]
        heads = labels if alone else [variable["short"], *labels]
        code = _word([*([] if alone else [variable["short"]]), *codes] or ["nilai"])
        dims: Dimensions = tuple(sorted(zip(across, codes, strict=True)))
        group, label = (heads[0], heads[1]) if len(heads) == 2 else ("", (heads or [variable["short"]])[0])
        columns.append(ColumnDef(code, label, variable["code"], group, dims))
    return tuple(columns)


def _word(parts: Sequence[str]) -> str:
    word = "_".join(parts).lower().replace(" ", "_")
    if not word.isidentifier() or keyword.iskeyword(word):
        raise ValueError(f"{word} is not a word that a rule could use")
    return word


def _row_totals(table: TableText, blocks: Sequence[Sequence[ColumnDef]]) -> tuple[RowTotalDef, ...]:
    return tuple(
        RowTotalDef(
            "Jumlah" if len(blocks) == 1 else f"Jumlah {variable['short']}", tuple(column.code for column in block)
        )
        for variable, block in zip(table["variables"], blocks, strict=True)
        if len(block) > 1
    )


def _rule(number: int, raw: RuleText) -> RuleDef:
    return RuleDef(f"R{number}", raw["text"], says=raw["says"])


def _variable(raw: VariableText) -> VariableDef:
    return VariableDef(
        code=raw["code"],
        name=raw["name"],
        unit=raw["unit"],
        measure=raw["measure"],
        kind=ValueKind(raw["kind"]),
        decimals=raw["decimals"],
        concept=raw["concept"],
        definition=raw["definition"],
        minimum=raw.get("minimum", ""),
        maximum=raw.get("maximum", ""),
    )
