"""A fault in an agency's data, as a value: what, how grave, and the cell it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How a finding weighs: `ERROR` (salah) blocks, `WARNING` (periksa) needs an explanation, `INFO` informs."""

    ERROR = "salah"
    WARNING = "periksa"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `cell` is an Excel address such as `C12`, or empty where the whole sheet is meant.

    `table` is the table's sheet id (`T01`), `value` the text as it was found, `facts` fill the sentence for `code`.
    """

    code: str
    severity: Severity
    sheet: str
    cell: str
    value: str = ""
    table: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
