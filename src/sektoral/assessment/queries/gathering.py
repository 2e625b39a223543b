"""Which evidence speaks to which of the 38 indicators: one table. What is not in it has no evidence here, and says so.

Level 4 and 5 need a review and a renewal that the journal tells of. The signed collective report counts as the
periodic review of the collection: it tells who sent, when, what was found, and how it was before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from sektoral.assessment.queries import lists, papers
from sektoral.assessment.queries.proof import Proof, Year
from sektoral.assessment.queries.reviews import renewed, reviewed

Source = Callable[[Year], Iterable[Proof]]
_METADATA = ("metadata.checked",)
_FORUM = ("data_list.sent_back",)
_RERUN = ("rerun.finished",)
_REPORT = ("report.signed",)
_SETTLED = ("contradiction.settled", "contradiction.resolved")

SOURCES: Mapping[str, Sequence[Source]] = {
    "10101": (
        lists.variables,
        papers.agreed_list,
        reviewed(*_METADATA),
        renewed(_METADATA, "variable.described", "table.revised"),
    ),
    "10201": (lists.metadata, papers.agreed_list, reviewed(*_METADATA), renewed(_METADATA, "metadata.written")),
    "10301": (lists.releases, lists.machine_doors, papers.agreed_list),
    "10401": (lists.codes, papers.agreed_list),
    "20101": (lists.rounds, papers.agreed_list, reviewed(*_FORUM), renewed(_FORUM, "data_list.agreed")),
    "20102": (lists.data_lists, papers.agreed_list, reviewed(*_FORUM), renewed(_FORUM, "data_list.agreed")),
    "20201": (
        lists.findings,
        lists.rules,
        papers.sop,
        reviewed(*_RERUN),
        renewed(_RERUN, "rule.activated", "rule.retired"),
    ),
    "20301": (
        lists.rounds,
        papers.agreed_list,
        papers.reports_as_reviews,
        renewed(_REPORT, "notices.changed", "sop.approved"),
    ),
    "20302": (lists.releases, papers.agreed_list),
    "20401": (lists.catalogue, lists.releases, papers.agreed_list),
    "20402": (lists.releases, lists.pushes),
    "20403": (lists.releases,),
    "20501": (
        lists.comparisons,
        papers.agreed_list,
        reviewed("reference.added"),
        renewed(("reference.added",), "table.revised"),
    ),
    "20502": (
        lists.contradictions,
        papers.sop,
        reviewed(*_SETTLED),
        renewed(_SETTLED, "rule.activated", "table.revised"),
    ),
    "30101": (
        lists.data_lists,
        lists.rounds,
        papers.agreed_list,
        reviewed(*_FORUM),
        renewed(_FORUM, "data_list.agreed"),
    ),
    "30102": (lists.catalogue, lists.rules, papers.sop, papers.reports_as_reviews, renewed(_REPORT, "sop.approved")),
    "30103": (papers.requests, papers.sop, reviewed(*_RERUN), renewed(_RERUN, "table.revised")),
    "30201": (
        papers.requests,
        papers.transmittals,
        lists.step_times,
        papers.sop,
        papers.reports_as_reviews,
        renewed(_REPORT, "sop.approved"),
    ),
    "30301": (
        lists.checked_tables,
        lists.findings,
        papers.sop,
        papers.reports_as_reviews,
        renewed(_REPORT, "rule.activated", "sop.approved"),
    ),
    "30302": (papers.reports, papers.sop),
    "30401": (lists.releases, papers.agreed_list),
    "40101": (lists.metadata, lists.releases, papers.agreed_list),
    "40102": (lists.journal, papers.sop),
    "40103": (lists.rules, lists.checked_tables, papers.sop, reviewed(*_RERUN), renewed(_RERUN, "rule.activated")),
    "40104": (lists.classified, papers.agreed_list),
    "40301": (lists.participation, papers.sop, papers.reports_as_reviews, renewed(_REPORT, "sop.approved")),
    "40302": (lists.data_lists, papers.agreed_list, reviewed(*_FORUM), renewed(_FORUM, "data_list.agreed")),
    "40303": (lists.remarks, papers.sop, reviewed("remark.written")),
    "40304": (papers.reports, papers.sop, papers.reports_as_reviews, renewed(_REPORT, "sop.approved")),
    "50201": (lists.recommendations,),
    "50302": (lists.releases, lists.pushes),
}


def proofs_of(year: Year, indicator: str) -> Sequence[Proof]:
    """This will gather an indicator's evidence of a year, in the order of the ladder; empty where there is none."""
    return [proof for source in SOURCES.get(indicator, ()) for proof in source(year)]


def all_proofs(year: Year) -> Mapping[str, Sequence[Proof]]:
    """This will gather the evidence of every indicator; what several of them want is read once."""
    known: dict[Source, Sequence[Proof]] = {}
    for source in dict.fromkeys(source for sources in SOURCES.values() for source in sources):
        known[source] = list(source(year))
    return {code: [proof for source in sources for proof in known[source]] for code, sources in SOURCES.items()}
