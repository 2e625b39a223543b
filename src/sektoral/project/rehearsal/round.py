"""The rehearsed round: one agency is late, one never sends, one declares nil, one sends a table twice."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sektoral.adapters.filling import Filling, fill_instrument
from sektoral.domain import canonical
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.roles import Role
from sektoral.domain.states import ItemState, SubmissionState
from sektoral.intake import files
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.initialling import initial_all
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign_all
from sektoral.letters.results import Result
from sektoral.project.rehearsal.company import Company
from sektoral.project.rehearsal.workers import Worker
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Agency, Letter, Request, Round, Submission
from sektoral.setup.samples import sample_answers
from sektoral.steps.step1_request.actions.rounds import Order, open_round, prepare_letters
from sektoral.steps.step2_distribute.actions import send_requests
from sektoral.steps.step3_submit.actions.deadlines import draft_follow_ups
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal, explain
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from sektoral.steps.step3_submit.actions.visits import note_downloaded, note_opened
from sektoral.steps.step4_check.actions.deciding import accept, pass_priority, return_items
from sektoral.steps.step5_report.actions import close_intake, draft_report

RETURN_REASON = "Angka tidak sama dengan laporan bulanan; mohon diperiksa dan dikirim kembali."
EXPLANATION = "Sudah diperiksa terhadap register; angka benar. (DATA CONTOH)"


@dataclass(slots=True)
class Cast:
    """Which agency plays which part."""

    nil: Agency | None = None
    returned: Agency | None = None
    late: Agency | None = None
    silent: Agency | None = None

    @classmethod
    def of(cls, agencies: Sequence[Agency]) -> "Cast":
        """This will deal the parts: an agency with several tables declares one nil; the office itself plays none."""
        rich = [a for a in agencies if not a.is_office and a.tables.filter(is_current=True).count() > 1]
        rest = [a for a in agencies if not a.is_office]
        parts = cls()
        parts.nil = rich[0] if rich else None
        parts.returned = rich[1] if len(rich) > 1 else None
        free = [a for a in reversed(rest) if a not in (parts.nil, parts.returned)]
        parts.silent = free[0] if free else None
        parts.late = free[1] if len(free) > 1 else None
        if parts.returned is None:  # few agencies: one with a single table may send it twice
            left = [a for a in rest if a not in (parts.nil, parts.silent, parts.late)]
            parts.returned = left[0] if left else None
        return parts


@dataclass(slots=True)
class Play:
    """One rehearsed round. `seconds` are the machine's, by SOP step."""

    company: Company
    worker: Worker
    period: str
    agencies: Sequence[Agency]
    seconds: dict[str, float] = field(default_factory=dict)
    uploads: list[Submission] = field(default_factory=list)

    def run(self) -> Round:
        """This will play the whole round, to the signed report."""
        parts = Cast.of(self.agencies)
        with self._timed("1"):
            round_ = self.request()
        with self._timed("2"):
            self.distribute(round_)
        with self._timed("3"):
            self.submit(round_, parts)
        with self._timed("4"):
            self.check(round_, parts)
        with self._timed("3"):
            self.send_late(round_, parts)
        with self._timed("4"):
            self.check(round_, Cast())
        with self._timed("5"):
            self.report(round_)
        round_.refresh_from_db()
        return round_

    def request(self) -> Round:
        """This will play step 1, from the Kadis's order to the last signature."""
        at = self.company.clock()
        left_out = {
            agency.pk: "Tidak ikut dalam gladi ini."
            for agency in Agency.objects.filter(office=self.company.office)
            if agency not in self.agencies
        }
        order = Order(self.period, "", list(self.agencies), left_out)
        round_ = open_round(order, by=self.company.actor(Role.KADIS), at=at)
        at = self.company.clock.advance(minutes=30)
        letters = prepare_letters(round_, by=self.company.actor(Role.JP), at=at)
        self.initial_and_sign(letters)
        return round_

    def initial_and_sign(self, letters: Sequence[Letter]) -> None:
        """This will take office letters through both initials and the signature, an hour each."""
        self.initial(letters)
        at = self.company.clock.advance(hours=1)
        self.sign(letters, by=self.company.actor(Role.KADIS), at=at)

    def initial(self, letters: Sequence[Letter]) -> None:
        """This will take office letters through both initials, an hour each."""
        for role in (Role.SUKOR, Role.KABID):
            at = self.company.clock.advance(hours=1)
            _all_done(initial_all(letters, by=self.company.actor(role), at=at))
            self.worker.settle()

    def sign(self, letters: Sequence[Letter], *, by: Actor, at: datetime) -> None:
        """This will sign what is shown: the final bytes are made first, then exactly those are signed."""
        shown = {}
        for letter in Letter.objects.select_related("office", "agency", "final_file").filter(
            pk__in=[letter.pk for letter in letters]
        ):
            shown[letter.pk] = finalise(letter, by=by, at=at).sha256
        _all_done(sign_all(shown, by=by, at=at, gateway=local_authority()))
        self.worker.settle()

    def distribute(self, round_: Round) -> None:
        """This will play step 2, within the hour."""
        at = self.company.clock.advance(minutes=20)
        sent = send_requests(round_.requests.all(), by=self.company.actor(Role.JP), at=at)
        for one in sent:
            if one.error:
                raise one.error
        self.worker.settle()

    def submit(self, round_: Round, parts: Cast) -> None:
        """This will play step 3 for everybody who is in time, over the days of the limit."""
        on_time = [r for r in self._requests(round_) if r.agency not in (parts.late, parts.silent)]
        days = self._days(round_, 5)
        for number, request in enumerate(on_time):
            day = days[min(number * len(days) // max(len(on_time), 1), len(days) - 1)]
            self.company.clock.go_to(day, "09:00")
            self.send_data(request, nil=request.agency == parts.nil, seed=1 if request.agency == parts.returned else 0)

    def send_late(self, round_: Round, parts: Cast) -> None:
        """This will play what comes after the deadline: the late agency, the returned table, the follow-up letter."""
        day = self._days(round_, 6)[-1]
        self.company.clock.go_to(day, "09:30")
        for request in self._requests(round_):
            if request.agency == parts.late:
                self.send_data(request)
            if request.agency == parts.returned:
                self.send_data(request, nil=False)
        self.company.clock.go_to(day, "11:00")
        jp = self.company.actor(Role.JP)
        letters = draft_follow_ups(list(round_.requests.select_related("agency")), by=jp, at=self.company.clock())
        if letters:
            self.initial_and_sign(letters)

    def send_data(self, request: Request, *, nil: bool = False, seed: int = 0) -> Submission:
        """This will play one agency: open, download, fill, upload, explain, and hand over by letter."""
        operator, head = (self.company.actor(role, request.agency) for role in (Role.OPERATOR, Role.HEAD))
        note_opened(request, by=operator, at=self.company.clock())
        note_downloaded(request, by=operator, at=self.company.clock())
        data = filled(request, nil_last=nil, seed=seed)
        at = self.company.clock.advance(minutes=7)
        name = f"{request.agency.code}-{request.round.period}.xlsx"
        submission = receive(Upload(request, name, (data,)), by=operator, at=at)
        self.worker.settle()
        submission.refresh_from_db()
        if submission.state != SubmissionState.AWAITING_LETTER:
            faults = list(submission.findings.values_list("code", "sheet", "cell", "facts"))
            raise AssertionError(f"{request.agency.code}: {submission.state} {submission.refusal_code} {faults[:5]}")
        for finding in submission.findings.filter(severity="periksa", explanation=""):
            explain(finding, text=EXPLANATION, by=operator, at=at)
        letter = draft_transmittal(submission, by=operator, at=self.company.clock.advance(minutes=3))
        self.sign([letter], by=head, at=self.company.clock.advance(minutes=5))
        self.uploads.append(submission)
        return submission

    def check(self, round_: Round, parts: Cast) -> None:
        """This will play step 4: everything is accepted but one table of one agency, which goes back."""
        by, at = self.company.actor(Role.SUKOR), self.company.clock.advance(minutes=30)
        waiting = Submission.objects.filter(request__round=round_, state=SubmissionState.COMPLETE)
        for submission in waiting.select_related("request__agency").order_by("complete_at"):
            items = list(submission.items.filter(state=ItemState.PENDING))
            if submission.request.agency == parts.returned:
                return_items(items[:1], reason=RETURN_REASON, code="source_differs", by=by, at=at)
                items = items[1:]
            if items:
                accept(items, by=by, at=at)
        self._pass_priority(round_)
        self.worker.settle()

    def report(self, round_: Round) -> None:
        """This will play step 5, to the signature that closes the round."""
        round_.refresh_from_db()
        at = self.company.clock.advance(minutes=30)
        close_intake(round_, by=self.company.actor(Role.KABID), at=at)
        round_.refresh_from_db()
        at = self.company.clock.advance(minutes=20)
        letter = draft_report(round_, by=self.company.actor(Role.JP), at=at)
        self.initial_and_sign([letter])

    def _pass_priority(self, round_: Round) -> None:
        from sektoral.records.models import SubmissionItem

        steward = self.company.actor(Role.STEWARD)
        for item in SubmissionItem.objects.filter(submission__request__round=round_, state=ItemState.AWAITING_STEWARD):
            pass_priority(item, by=steward, at=self.company.clock.advance(minutes=1))

    def _requests(self, round_: Round) -> list[Request]:
        return list(round_.requests.select_related("agency", "round__sop", "office").order_by("agency__position"))

    def _days(self, round_: Round, n: int) -> list[datetime]:
        """The `n` working days after the sending, each as an instant of that day."""
        calendar = calendar_of(self.company.office)
        sent = min(request.sent_at for request in round_.requests.all() if request.sent_at)
        days = [calendar.due_at_days(sent, number) for number in range(1, n + 1)]
        return [day.astimezone(self.company.zone) for day in days]

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[step] = self.seconds.get(step, 0.0) + time.perf_counter() - began


def filled(request: Request, *, nil_last: bool, seed: int) -> bytes:
    """This will fill the request's workbook as its agency's operator would; `seed` varies the first table only."""
    instrument = request.instruments.order_by("-version")[0]
    definition = canonical.read(InstrumentDef, instrument.definition)
    nil = {definition.sheets[-1][0]} if nil_last and len(definition.sheets) > 1 else set()
    values = {
        (sheet, row, column): Decimal(text)
        for sheet, table in definition.sheets
        if sheet not in nil
        for (row, column), text in sample_answers(
            table, period=definition.period, seed=seed if sheet == definition.sheets[0][0] else 0
        ).items()
    }
    return fill_instrument(files.read(instrument.file), Filling(values=values, nil=frozenset(nil)))


def _all_done(results: Sequence[Result]) -> None:
    for result in results:
        if result.error:
            raise result.error
