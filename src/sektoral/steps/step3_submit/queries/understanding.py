"""An agency's own spreadsheet as it is understood: what was proposed, kept of earlier files, and chosen."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from sektoral.domain import canonical
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.numbers import LOCALES
from sektoral.domain.softcopies.answering import Answered, answers_of, transcript_of
from sektoral.domain.softcopies.confirming import Said, corrected, kept_of, read_kept, unagreed
from sektoral.domain.softcopies.facts import Certainty
from sektoral.domain.softcopies.filling import filled
from sektoral.domain.softcopies.hints import Hints, applied_hint, is_sound, kept_hint
from sektoral.domain.softcopies.links import Kept, Match, UnitQuestion
from sektoral.domain.softcopies.matching import match_region
from sektoral.domain.softcopies.regions import Proposal, Region
from sektoral.domain.softcopies.shapes import is_alike, row_keys
from sektoral.domain.transcripts import Transcript, to_json
from sektoral.intake.softcopies import proposal_of
from sektoral.records.models import Instrument, KeptMapping, Submission
from sektoral.steps.step3_submit.queries.choices import Choices, RegionChoice
from sektoral.steps.step3_submit.queries.instrument import newest_of

RANK = {Certainty.SURE: 2, Certainty.LIKELY: 1, Certainty.GUESS: 0}


@dataclass(frozen=True, slots=True)
class Matched:
    """A region with the table that it answers (`T01`), empty where none. `kept` is the mapping that was applied."""

    region: Region
    choice: RegionChoice
    table: str = ""
    match: Match | None = None
    kept: KeptMapping | None = None
    questions: tuple[UnitQuestion, ...] = ()  # factors that are still to be agreed to

    @property
    def said(self) -> Said:
        """What a person says of it."""
        return self.choice.said(self.table)


@dataclass(frozen=True, slots=True)
class Corrections:
    """How regions are read otherwise than proposed, and how they read without that."""

    hints: Hints
    plain: Mapping[int, Region]

    def remembered(self, kept: Kept, region: int) -> Kept:
        """A mapping with how its region was put right."""
        before = self.plain.get(region)
        if region not in self.hints or before is None:
            return kept
        return replace(kept, before=before.shape, hint=kept_hint(self.hints[region], before.block))


@dataclass(frozen=True, slots=True)
class Understood:
    """A file as it is understood now. `seal` fingerprints what would be stored: it is approved as it was shown."""

    submission: Submission
    instrument: Instrument
    definition: InstrumentDef
    proposal: Proposal
    regions: tuple[Matched, ...]
    answered: Answered
    transcript: Transcript
    choices: Choices
    corrections: Corrections

    @property
    def kept(self) -> tuple[Kept, ...]:
        """What is to be remembered of it, by the codes of the tables."""
        tables = dict(self.definition.sheets)
        return tuple(
            self.corrections.remembered(kept_of(one.match, one.region, table=tables[one.table].code), one.region.number)
            for one in self.regions
            if one.match is not None
        )

    @property
    def seal(self) -> str:
        """64 hex digits over all that would be stored."""
        said = "".join([to_json(self.transcript), *(canonical.dumps(one) for one in self.kept)])
        return hashlib.sha256(said.encode()).hexdigest()


def understand(submission: Submission, choices: Choices) -> Understood:
    """This will read a file by what was proposed, kept and chosen. Raises `Invalid` and `Unavailable` as the sandbox
    does, and `WrongState` (`instrument_not_ready`)."""
    instrument = newest_of(submission.request)
    definition = canonical.read(InstrumentDef, instrument.definition)
    asked = _Asked(submission, definition)
    plain = proposal_of(submission.file, choices.manner, office=submission.office)
    hints = {**asked.kept_hints(plain), **choices.hints}
    proposal = proposal_of(submission.file, choices.manner, submission.office, hints) if hints else plain
    regions = _each_table_once([asked.matched(one, choices.of(one.number)) for one in proposal.regions])
    answered = answers_of(((one.table, one.match) for one in regions if one.match), period=definition.period)
    manner = replace(choices.manner, locale=choices.manner.locale or _shown(proposal))
    taken = transcript_of(answered, instrument=definition.id, file=submission.file.sha256)
    transcript = replace(taken, answers=filled(dict(definition.sheets), taken.answers, choices.empty))
    return Understood(
        submission,
        instrument,
        definition,
        proposal,
        regions,
        answered,
        replace(transcript, **asdict(manner)),
        choices,
        Corrections(hints, {one.number: one for one in plain.regions}),
    )


class _Asked:
    """The tables that a request asks now, and the mappings that its agency has confirmed before."""

    def __init__(self, submission: Submission, definition: InstrumentDef) -> None:
        request = submission.request
        wanted = set(request.tables.exclude(state="moved").values_list("sheet", flat=True))
        self.tables = {sheet: table for sheet, table in definition.sheets if sheet in wanted}
        self.sheets = {table.code: sheet for sheet, table in self.tables.items()}
        self.period = definition.period
        kept = KeptMapping.objects.filter(agency=request.agency_id, ended_at__isnull=True, table_code__in=self.sheets)
        self.kept = list(kept.select_related("confirmed_by", "submission__file"))

    def kept_hints(self, proposal: Proposal) -> Hints:
        """How regions of these shapes were put right before."""
        known = {plan.before: plan.hint for plan in map(plan_of, self.kept) if plan.hint}
        found = {
            one.number: applied_hint(known[one.shape], one.block) for one in proposal.regions if one.shape in known
        }
        return {number: hint for number, hint in found.items() if is_sound(hint)}

    def matched(self, region: Region, choice: RegionChoice) -> Matched:
        """The region with the table that was chosen for it, or else kept, or else fits best."""
        if choice.table is not None and choice.table not in self.tables:
            return Matched(region, choice)
        kept = self._kept_for(region, choice.table)
        sheet = choice.table or (self.sheets[kept.table_code] if kept else self._best(region))
        if not sheet:
            return Matched(region, choice)
        table, plan, said = self.tables[sheet], plan_of(kept) if kept else None, choice.said(sheet)
        match = corrected(self._match(region, sheet, plan), region, table, said, period=self.period)
        return Matched(region, choice, sheet, match, kept, unagreed(match, said, plan))

    def _kept_for(self, region: Region, sheet: str | None) -> KeptMapping | None:
        """The mapping of this shape whose rows are there again; for a chosen table, only one of that table."""
        codes = {self.tables[sheet].code} if sheet else set(self.sheets)
        of_shape = (one for one in self.kept if one.fingerprint == region.shape and one.table_code in codes)
        now = row_keys(region.rows)
        return next((one for one in of_shape if is_alike(frozenset(k.key for k in plan_of(one).rows), now)), None)

    def _best(self, region: Region) -> str:
        """The table that most of the region's figures answer; none where that is a mere guess."""
        matches = ((sheet, self._match(region, sheet, None)) for sheet in self.tables)
        fitting = [(sheet, match) for sheet, match in matches if match.takes and match.certainty is not Certainty.GUESS]
        return max(fitting, key=lambda one: (RANK[one[1].certainty], len(one[1].takes)), default=("", None))[0]

    def _match(self, region: Region, sheet: str, kept: Kept | None) -> Match:
        return match_region(region, self.tables[sheet], period=self.period, kept=kept)


def plan_of(mapping: KeptMapping) -> Kept:
    """This will read what was confirmed."""
    return read_kept(mapping.plan)


def _each_table_once(regions: Sequence[Matched]) -> tuple[Matched, ...]:
    """Of regions that would answer the same cells unasked, the first that fits best does; people may say otherwise."""
    taken: set[tuple[str, str, str]] = set()
    found: list[Matched] = []
    for one in regions:
        cells = {(one.table, take.row, take.column) for take in one.match.takes} if one.match else set()
        is_said = one.choice.table is not None
        found.append(one if is_said or not cells & taken else Matched(one.region, one.choice))
        taken |= cells
    return tuple(found)


def _shown(proposal: Proposal) -> str:
    """The style of numbers by which the file was read, under the name that a transcript has for it."""
    return next((name for name, locale in LOCALES.items() if locale is proposal.locale), "")
