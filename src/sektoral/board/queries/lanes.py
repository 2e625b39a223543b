"""The SOP's own chart with a round in it: how far the round has come at each symbol."""

from collections.abc import Mapping, Sequence

from sektoral.board.queries.reading import AWAITED, RETURNED, TO_CHECK, RoundFacts
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState, RoundState, SubmissionState
from sektoral.records.models import Letter, LetterStep
from sektoral.ui.flow import Chart, Reach
from sektoral.ui.formats import number_text
from sektoral.ui.sop_chart import Standing, sop_chart

DONE, NOW, AHEAD = Reach.DONE, Reach.NOW, Reach.AHEAD


def chart_of(facts: RoundFacts) -> Chart:
    """This will put the round into the chart of the SOP version it began with."""
    returned = facts.counts.get(RETURNED, 0)
    return sop_chart(
        facts.sop.chart,
        {**_by_step(facts), **_preparing(facts), **_collecting(facts), **_reporting(facts)},
        returned=f"{number_text(returned)} kembali" if returned else "",
        title=_in_words(facts),
    )


def step_reaches(facts: RoundFacts) -> Mapping[int, Reach]:
    """This will tell which steps are done, running, or lie ahead; steps 3 and 4 run side by side."""
    round_ = facts.round
    if facts.state is RoundState.CANCELLED:
        return dict.fromkeys(range(1, 6), AHEAD)
    is_closed = round_.intake_closed_at is not None
    has_complete = any(submission.complete_at for submission in facts.submissions)
    is_all_checked = not any(submission.state == SubmissionState.COMPLETE for submission in facts.submissions)
    is_all_in = bool(facts.marks) and AWAITED.isdisjoint(facts.marks.values())
    return {
        1: DONE if round_.letters_signed_at else NOW,
        2: DONE if round_.distributed_at else NOW if round_.letters_signed_at else AHEAD,
        3: DONE if is_closed or is_all_in else NOW if any(r.sent_at for r in facts.requests) else AHEAD,
        4: DONE if is_closed or (is_all_in and is_all_checked) else NOW if has_complete else AHEAD,
        5: DONE if round_.closed_at else NOW if is_closed else AHEAD,
    }


# ── Symbols ────────────────────────────────────────────────────────────────


def _by_step(facts: RoundFacts) -> Mapping[str, Standing]:
    """A symbol that the office drew itself stands where its step stands."""
    reaches = step_reaches(facts)
    return {one.id: Standing(reaches[step.number]) for step in facts.sop.chart.steps for one in step.symbols}


def _preparing(facts: RoundFacts) -> Mapping[str, Standing]:
    """Steps 1 and 2: one bundle of letters goes from seat to seat."""
    reaches = step_reaches(facts)
    sent, asked = sum(r.sent_at is not None for r in facts.requests), len(facts.requests)
    return {
        "mulai": Standing(DONE),
        "susun_permintaan": Standing(DONE if facts.round.prepared_at else NOW),
        "paraf_permintaan_sukor": _paraf(facts.letters, Role.SUKOR),
        "paraf_permintaan_kabid": _paraf(facts.letters, Role.KABID),
        "tanda_tangan_permintaan": _signature(facts.letters),
        "distribusi": Standing(reaches[2], f"{sent}/{asked}" if reaches[2] is NOW else ""),
    }


def _collecting(facts: RoundFacts) -> Mapping[str, Standing]:
    reaches, counts, recap = step_reaches(facts), facts.counts, facts.recap
    waiting = counts.get(TO_CHECK, 0)
    stored = recap.tables.stored
    return {
        "sampaikan": Standing(reaches[3], "" if reaches[3] is AHEAD else f"{recap.sent}/{recap.agencies}"),
        "terima": Standing(AHEAD if reaches[4] is AHEAD else DONE),
        "periksa": Standing(reaches[4], below=f"{number_text(waiting)} antre" if waiting else ""),
        "simpan": Standing(reaches[4], number_text(stored) if reaches[4] is not AHEAD else ""),
    }


def _reporting(facts: RoundFacts) -> Mapping[str, Standing]:
    report = facts.report
    if facts.round.intake_closed_at is None:
        return {}
    letters = [report] if report else []
    is_drafted = report is not None and report.state != LetterState.DRAFT
    return {
        "susun_laporan": Standing(DONE if is_drafted else NOW),
        "paraf_laporan_sukor": _paraf(letters, Role.SUKOR),
        "paraf_laporan_kabid": _paraf(letters, Role.KABID),
        "tanda_tangan_laporan": _signature(letters),
        "selesai": Standing(DONE if facts.round.closed_at else AHEAD),
    }


def _paraf(letters: Sequence[Letter], role: Role) -> Standing:
    """How many letters of a bundle have passed a paraf. Letters whose own chain leaves it out pass it by."""
    steps = [step for letter in letters for step in letter.steps.all()]
    own = [step for step in steps if (step.act, step.role) == ("initial", role)]
    if steps and not own:
        return Standing(DONE if any(step.ready_at for step in steps) else AHEAD, below="dilewati")
    return _passed(own)


def _signature(letters: Sequence[Letter]) -> Standing:
    """How many letters of a bundle are signed, by whatever seat signs them."""
    return _passed([step for letter in letters for step in letter.steps.all() if step.act == "sign"])


def _passed(steps: Sequence[LetterStep]) -> Standing:
    done = sum(step.done_at is not None for step in steps)
    if steps and done == len(steps):
        return Standing(DONE)
    if any(step.ready_at for step in steps):
        return Standing(NOW, f"{done}/{len(steps)}" if len(steps) > 1 else "")
    return Standing(AHEAD)


def _in_words(facts: RoundFacts) -> str:
    """The chart's whole state for who cannot see it."""
    words = {DONE: "selesai", NOW: "berjalan", AHEAD: "belum mulai"}
    reaches = step_reaches(facts)
    parts = [f"Langkah {no} {words[reach]}" for no, reach in reaches.items()]
    return (
        f"{facts.sop.chart.title.capitalize()}. {'. '.join(parts)}. "
        f"{facts.recap.sent} dari {facts.recap.agencies} Produsen Data sudah mengirim, "
        f"{facts.counts.get(TO_CHECK, 0)} tabel antre diperiksa, {facts.counts.get(RETURNED, 0)} dikembalikan, "
        f"{facts.recap.tables.stored} tersimpan di Bank Data."
    )
