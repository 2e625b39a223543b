"""A round in the middle of its course, for the demo: every state that a board can show is in it somewhere."""

from datetime import datetime, timedelta
from enum import Enum, auto

from sektoral.adapters.filling import Filling, fill_instrument
from sektoral.domain.roles import Role
from sektoral.domain.states import SubmissionState
from sektoral.project.rehearsal.round import RETURN_REASON, Play, filled
from sektoral.records.models import Request, Round, Submission
from sektoral.steps.step3_submit.actions.deadlines import draft_follow_ups
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from sektoral.steps.step3_submit.actions.visits import note_downloaded, note_opened
from sektoral.steps.step4_check.actions.deciding import accept, return_items


class Part(Enum):
    """Where an agency stops short."""

    SILENT = auto()
    OPENED = auto()
    FAULTY = auto()
    WITHOUT_LETTER = auto()
    UNCHECKED = auto()
    RETURNED = auto()


PARTS: dict[Part, tuple[int, ...]] = {  # by an agency's place in the list
    Part.SILENT: (9, 28, 36),
    Part.OPENED: (20,),
    Part.FAULTY: (16,),
    Part.WITHOUT_LETTER: (22,),
    Part.UNCHECKED: (7, 14, 25, 31, 37),
    Part.RETURNED: (3, 12, 33),
}
_PART_OF = {place: part for part, places in PARTS.items() for place in places}


class Midway(Play):
    """Plays steps 1 to 4 as far as `until`; agencies named in `PARTS` by their place stop short somewhere."""

    def run_until(self, until: datetime) -> Round:
        """This will play up to now and leave the rest to whoever opens the demo."""
        round_ = self.request()
        self.distribute(round_)
        days = self._days(round_, 5)
        for number, request in sorted(enumerate(self._requests(round_)), key=lambda pair: pair[0] % len(days)):
            day = days[number % len(days)]
            if day < until:
                self.company.clock.set(max(self.company.clock(), day.replace(hour=9, minute=number)))
                self._play_part(request, _PART_OF.get(number))
        self._remind(round_, until)
        return round_

    def _remind(self, round_: Round, until: datetime) -> None:
        """Letters to the late ones, with both initials, so that the Kadis finds something to sign."""
        self.company.clock.set(max(self.company.clock(), until - timedelta(hours=3)))
        late = list(round_.requests.select_related("agency"))
        self.initial(draft_follow_ups(late, by=self.company.actor(Role.JP), at=self.company.clock()))

    def _play_part(self, request: Request, part: Part | None) -> None:
        match part:
            case Part.SILENT:
                return
            case Part.OPENED:
                note_opened(request, by=self.company.actor(Role.OPERATOR, request.agency), at=self.company.clock())
            case Part.FAULTY:
                self._send_faulty(request)
            case Part.WITHOUT_LETTER:
                self._upload(request)
            case _:
                self._send_and_check(request, part)

    def _send_and_check(self, request: Request, part: Part | None) -> None:
        submission = self.send_data(request, nil=part is None and request.tables.count() > 5)
        if part is Part.UNCHECKED:
            return
        items = list(submission.items.all())
        by, at = self.company.actor(Role.SUKOR), self.company.clock.advance(minutes=20)
        if part is Part.RETURNED:
            return_items(items[:1], reason=RETURN_REASON, code="source_differs", by=by, at=at)
            items = items[1:]
        if items:
            accept(items, by=by, at=at)
        self.worker.settle()

    def _upload(self, request: Request) -> Submission:
        return self._receive(request, filled(request, nil_last=False, seed=0))

    def _send_faulty(self, request: Request) -> None:
        """The first cell of the first table holds words where a number belongs."""
        data = filled(request, nil_last=False, seed=0)
        sheet = request.tables.order_by("sheet")[0].sheet
        submission = self._receive(request, fill_instrument(data, Filling(slips={(sheet, "C8"): "belum ada"})))
        if submission.state != SubmissionState.REJECTED:
            raise AssertionError(submission.state)

    def _receive(self, request: Request, data: bytes) -> Submission:
        operator = self.company.actor(Role.OPERATOR, request.agency)
        note_opened(request, by=operator, at=self.company.clock())
        note_downloaded(request, by=operator, at=self.company.clock())
        upload = Upload(request, f"{request.agency.code}-{request.round.period}.xlsx", (data,))
        submission = receive(upload, by=operator, at=self.company.clock.advance(minutes=9))
        self.worker.settle()
        submission.refresh_from_db()
        return submission
