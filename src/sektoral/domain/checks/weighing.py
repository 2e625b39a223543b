"""How findings weigh beside their nature: a check on trial only informs, and what is muted is told once.

A new *periksa* check stays on trial until what came of its findings is known (`records.precision`); then its code
leaves `ON_TRIAL`. A rule of the office says itself whether it is on trial.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from sektoral.domain.checks.context import CheckContext, Mute
from sektoral.domain.checks.sentences import SENTENCES, finding
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.wording import long_date

ON_TRIAL = frozenset(
    {
        "far_from_series",
        "column_like_another",
        "row_like_another",
        "column_repeated",
        "column_copied",
        "percent_as_proportion",
        "proportion_as_percent",
        "tables_disagree",
        "bank_disagrees",
        "agencies_disagree",
    }
)
RULE_CODES = frozenset({"rule_broken"})


def may_be_muted(code: str) -> bool:
    """Whether a built-in finding can be muted: what only asks for an explanation. What blocks cannot be wished away."""
    return code in SENTENCES and SENTENCES[code].severity is Severity.WARNING


def weigh(findings: Iterable[Finding], context: CheckContext) -> list[Finding]:
    """Let checks on trial only inform, and tell once, as info, of all that a mute silences."""
    kept: list[Finding] = []
    silenced: dict[Mute, list[Finding]] = defaultdict(list)
    for found in findings:
        mute = _mute_of(found, context) if context.muted else None
        if mute:
            silenced[mute].append(found)
        else:
            kept.append(tried(found) if found.code in ON_TRIAL else found)
    return [*kept, *(_told(mute, quiet) for mute, quiet in silenced.items())]


def tried(found: Finding) -> Finding:
    """The finding as one that only informs, saying that it is on trial."""
    return replace(found, severity=Severity.INFO, facts={**found.facts, "trial": "ya"})


def _mute_of(found: Finding, context: CheckContext) -> Mute | None:
    if found.code in RULE_CODES:
        return context.mute_of(found.table, found.facts.get("rule", "")) or context.mute_of(found.table, found.code)
    return context.mute_of(found.table, found.code) if may_be_muted(found.code) else None


def _told(mute: Mute, quiet: list[Finding]) -> Finding:
    first = quiet[0]
    facts = {"muted": mute.code, "until": long_date(mute.until), "reason": mute.reason, "count": str(len(quiet))}
    return finding("muted", sheet=first.sheet, cell=first.cell, table=first.table, facts=facts)
