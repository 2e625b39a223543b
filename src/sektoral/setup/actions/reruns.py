"""Rules are run again over the submissions of old rounds: ordered by a person, done by the worker, kept as a result."""

from collections.abc import Sequence
from datetime import datetime
from itertools import product

from django.db import transaction
from django.db.models import F

from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Observation, Progress, Rerun, RerunCase, Round, RuleVersion, SubmissionItem
from sektoral.records.rules import rule_of
from sektoral.setup.queries.rule_bank import Bank
from sektoral.setup.queries.rule_past import ItemCases, items_of, judge_items
from sektoral.setup.queries.rules import table_of


def order_rerun(versions: Sequence[RuleVersion], rounds: Sequence[Round], *, by: Actor, at: datetime) -> Rerun:
    """This will have the worker run rules over the submissions of old rounds; nothing in the bank changes by it.

    Raises `Refused`, `NotFound` and `Invalid` (`rules_not_chosen`, `rounds_not_chosen`).
    """
    by.check(Permission.WRITE_RULES)
    by.check_here(*versions, *rounds)
    if not versions:
        raise Invalid("rules_not_chosen")
    if not rounds:
        raise Invalid("rounds_not_chosen")
    with transaction.atomic():
        rerun = Rerun.objects.create(office=by.office, ordered_at=at, ordered_by=by.person)
        rerun.versions.set(versions)
        rerun.rounds.set(rounds)
        Progress.objects.create(
            office=by.office,
            key=progress_key(rerun),
            label="Uji ulang",
            total=len(versions) * len(rounds),
            started_at=at,
        )
        journal.append(
            "rerun.ordered",
            office=by.office,
            about=rerun,
            by=by.person,
            at=at,
            rules=len(versions),
            rounds=len(rounds),
        )
    return rerun


def run_again(rerun: Rerun, *, at: datetime) -> None:
    """This will hold each rule against each item of the rounds and keep what it flags; a finished one is left alone.

    The result is stored whole or not at all; only the progress shows before.
    """
    if rerun.finished_at is not None:
        return
    versions = list(rerun.versions.select_related("rule").order_by("rule__table_code", "rule__code"))
    progress = Progress.objects.filter(office=rerun.office, key=progress_key(rerun))
    bank, rounds = Bank(rerun.office_id), list(rerun.rounds.all())
    judged, undecided, cases = 0, 0, list[RerunCase]()
    for done, (version, round_) in enumerate(product(versions, rounds)):
        table = table_of(version.rule)
        progress.update(done=done, now=f"Aturan {version.rule.code}, {table.title}, {round_.title}"[:200])
        items = items_of(table).filter(requested_table__request__round=round_)
        for one in judge_items(bank, rule_of(version), items):
            judged += one.judged
            undecided += one.undecided
            cases += _cases(rerun, version, one)
    _keep(rerun, cases, judged=judged, undecided=undecided, at=at)


def progress_key(rerun: Rerun) -> str:
    """This will name the row that tells how far the work is."""
    return f"rerun:{rerun.pk}"


def _cases(rerun: Rerun, version: RuleVersion, one: ItemCases) -> list[RerunCase]:
    stored = _stored(one.item) if one.flagged else {}
    return [
        RerunCase(
            office_id=rerun.office_id,
            rerun=rerun,
            version=version,
            item=one.item,
            observation_id=stored.get(case.place),
            row=case.place[0],
            column=case.place[1],
            cell=one.cells.get(case.place, ""),
            text=one.figures[case.place].text or one.figures[case.place].mark if case.place in one.figures else "",
            where=case.where[:300],
            seen=case.seen[:1000],
            is_corrected=end,
        )
        for case, end in one.flagged
    ]


def _stored(item: SubmissionItem) -> dict[tuple[str, str], int]:
    """What the bank took from the item, or already had: the figures of its period that came with the same words."""
    requested = item.requested_table
    rows = Observation.objects.filter(
        office_id=item.office_id,
        table__agency_id=requested.table.agency_id,
        table__code=requested.table.code,
        period=requested.request.round.period,
    ).order_by("version")
    sent = {(cell["row"], cell["column"]): (cell["text"], cell["mark"]) for cell in item.cells}
    return {
        (row, column): key
        for row, column, text, mark, key in rows.values_list("row", "column", "text", "mark", "id")
        if sent.get((row, column)) == (text, mark)
    }


def _keep(rerun: Rerun, cases: Sequence[RerunCase], *, judged: int, undecided: int, at: datetime) -> None:
    with transaction.atomic():
        rerun = Rerun.objects.select_for_update(no_key=True).get(pk=rerun.pk)
        if rerun.finished_at is not None:
            return
        RerunCase.objects.bulk_create(cases, batch_size=500)
        rerun.judged, rerun.undecided, rerun.finished_at = judged, undecided, at
        rerun.save(update_fields=["judged", "undecided", "finished_at"])
        Progress.objects.filter(office=rerun.office, key=progress_key(rerun)).update(
            done=F("total"), now="", finished_at=at
        )
        journal.append(
            "rerun.finished",
            office=rerun.office,
            about=rerun,
            by=None,
            at=at,
            judged=judged,
            flagged=len(cases),
            undecided=undecided,
        )
