"""The table's own rules, row by row. A rule with a missing input is undecided, which is no finding."""

from collections.abc import Iterator

from sektoral.domain.checks.readings import Reading, TableReading, label_of
from sektoral.domain.findings import Finding
from sektoral.domain.rules import Outcome, Rule, RuleUnreadable, parse_rule


def check_rules(reading: TableReading) -> Iterator[Finding]:
    """Every row keeps every rule of its table."""
    for defined in reading.table.rules:
        try:
            rule = parse_rule(defined.text, names=_names(reading))
        except RuleUnreadable:
            yield reading.fault("rule_unreadable", "A1", value=defined.text, rule=defined.text)
            continue
        for code in reading.rows:
            yield from _broken(reading, rule, code)


def _broken(reading: TableReading, rule: Rule, row: str) -> Iterator[Finding]:
    inputs = _inputs(reading, row)
    if rule.judge({name: one.amount for name, one in inputs.items()}) is not Outcome.INVALID:
        return
    used = [inputs[name] for name in rule.names if name in inputs]
    values = ", ".join(f"{label_of(one.column)} {one.value.text or one.value.mark}" for one in used)
    yield reading.fault_at("rule_broken", used[0], rule=rule.text, values=values)


def _names(reading: TableReading) -> frozenset[str]:
    table = reading.table
    return frozenset({*(column.code for column in table.columns), *(v.code for v in table.variables)})


def _inputs(reading: TableReading, row: str) -> dict[str, Reading]:
    """The row's cells by column code, and by variable code where one column alone holds the variable."""
    table = reading.table
    found = {c.code: cell for c in table.columns if (cell := reading.cells.get((row, c.code)))}
    for variable in table.variables:
        columns = [column for column in table.columns if column.variable == variable.code]
        if len(columns) == 1 and columns[0].code in found:
            found.setdefault(variable.code, found[columns[0].code])
    return found
