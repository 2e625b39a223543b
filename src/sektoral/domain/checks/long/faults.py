"""Collects findings by the hundred thousand: all are counted, the gravest and topmost are kept."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from sektoral.domain.checks.sentences import SENTENCES, finding
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.layout import address

FINDINGS_AT_MOST = 2_000
_WEIGHTS = {severity: number for number, severity in enumerate(Severity)}
_NOTHING: Mapping[str, str] = {}
_Key = tuple[int, int, int, int]  # weight, row, column, serial number
Origin = Callable[[int, int], tuple[int, int]]  # where in the file the cell (row, column) of a turned table stands


def _itself(row: int, column: int) -> tuple[int, int]:
    return row, column


class Faults:
    """The findings of one sheet. `totals` counts all of them by code, `severities` by weight."""

    def __init__(self, sheet: str, table: str) -> None:
        self.sheet, self.table = sheet, table
        self.origin: Origin = _itself
        self.totals: Counter[str] = Counter()
        self.severities: Counter[Severity] = Counter()
        self._kept: list[tuple[_Key, Finding]] = []
        self._worst: _Key | None = None  # what comes after this is only counted
        self._count = 0

    def add(
        self,
        code: str,
        row: int,
        column: int,
        facts: Mapping[str, str] = _NOTHING,
        *,
        value: str = "",
        severity: Severity | None = None,
        sheet: str = "",
    ) -> None:
        """Note a finding at a cell; its severity and its sheet are the usual ones unless they are given."""
        weight = severity or SENTENCES[code].severity
        self.totals[code] += 1
        self.severities[weight] += 1
        self._count += 1
        row, column = self.origin(row, column)
        key = (_WEIGHTS[weight], row, column, self._count)
        if self._worst is None or key < self._worst:
            at = {"sheet": sheet or self.sheet, "cell": address(row, column), "table": self.table}
            self._kept.append((key, replace(finding(code, value=value, facts=facts, **at), severity=weight)))
            if len(self._kept) >= 4 * FINDINGS_AT_MOST:
                self._cut()

    def kept(self) -> tuple[Finding, ...]:
        """The findings that are kept, from the top of the sheet to its end."""
        self._cut()
        return tuple(one for _, one in sorted(self._kept, key=lambda kept: kept[0][1:]))

    def _cut(self) -> None:
        self._kept = sorted(self._kept, key=lambda kept: kept[0])[:FINDINGS_AT_MOST]
        if len(self._kept) == FINDINGS_AT_MOST:
            self._worst = self._kept[-1][0]
