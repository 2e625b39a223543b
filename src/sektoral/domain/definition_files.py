"""A table's definition as a file of its own, for checks away from the server: JSON that a person can read.

Nothing is proved by it: whoever checks with a definition of their own learns what that definition says.
"""

import json
from dataclasses import dataclass

from sektoral.domain import canonical
from sektoral.domain.errors import Invalid
from sektoral.domain.instruments import TableDef, check_table

SCHEMA = "sektoral.table/1"


@dataclass(frozen=True, slots=True)
class _Envelope:
    """What is written: the definition under the name of its form."""

    schema: str
    table: TableDef


def to_text(table: TableDef) -> str:
    """Write a definition as indented JSON. `from_text` reads it back."""
    return json.dumps(canonical.plain(_Envelope(SCHEMA, table)), ensure_ascii=False, indent=2) + "\n"


def from_text(text: str) -> TableDef:
    """Read a definition. Raise `Invalid("definition_unreadable")` for what is none, or one with a loose end."""
    try:
        envelope = canonical.read(_Envelope, json.loads(text))
        if envelope.schema != SCHEMA:
            raise Invalid("definition_unreadable", detail="bentuknya lain")
        check_table(envelope.table.code, envelope.table)
    except (ValueError, RecursionError) as error:
        raise Invalid("definition_unreadable", detail="bukan definisi tabel") from error
    except Invalid as error:
        raise Invalid(
            "definition_unreadable", detail=str(error.facts.get("what", error.facts.get("detail")))
        ) from error
    return envelope.table
