"""A round in a tiny office, taken as far as a test needs it through the same actions that the pages use."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from sektoral.adapters.filling import Answer, Filling, fill_instrument
from sektoral.intake import files
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.initialling import initial
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign
from sektoral.project.worker import work_off
from sektoral.records.actors import Actor, actor_for
from sektoral.records.models import Agency, Event, Letter, Office, Request, Round, Submission, SubmissionItem
from sektoral.steps.step1_request.actions.rounds import Order, open_round, prepare_letters
from sektoral.steps.step2_distribute.actions import send
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from sektoral.steps.step4_check.actions.deciding import accept
from sektoral.steps.step5_report.actions import close_intake, draft_report
from tests.offices import make_tiny_office, person_of

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 08.00 WIB; no holiday until Christmas
REASON = "Tidak ikut dalam uji ini."
Values = Mapping[tuple[str, str, str], Answer]


@dataclass(slots=True)
class Scene:
    """An office, what time it is there, and its people by the keys of the cast."""

    office: Office = field(default_factory=make_tiny_office)
    now: datetime = MONDAY
    period: str = "2025"

    def by(self, key: str) -> Actor:
        """This will give `kadis`, `jp1`, `operator.dinkes` … with today's rights."""
        return actor_for(person_of(self.office, key), self.office, self.now)

    def later(self, **parts: float) -> datetime:
        """This will let time pass: `days`, `hours`, `minutes`."""
        self.now += timedelta(**parts)
        return self.now

    def settle(self) -> None:
        """This will work off the journal; nothing may fail."""
        work_off(lambda: self.now)
        failed = Event.objects.filter(office_id=self.office.pk, settled_at__isnull=True, attempts__gt=0)
        assert [(event.kind, event.last_error_code) for event in failed] == []

    def agency(self, code: str) -> Agency:
        """This will find an agency by its code."""
        return Agency.objects.get(office=self.office, code=code)

    def request(self, code: str) -> Request:
        """This will find what the latest round asks of an agency, as it is now."""
        return Request.objects.select_related("round__sop", "office", "agency").get(
            round=Round.objects.filter(office=self.office)[0], agency__code=code
        )

    # step 1

    def open(self, *codes: str, period: str = "") -> Round:
        """This will open a round for these agencies; the others are left out with a reason."""
        left_out = Agency.objects.filter(office=self.office).exclude(code__in=codes)
        order = Order(
            period or self.period, "", [self.agency(code) for code in codes], {one.pk: REASON for one in left_out}
        )
        return open_round(order, by=self.by("kadis"), at=self.now)

    def drafted(self, *codes: str) -> list[Letter]:
        """This will open a round and draft its letters."""
        return prepare_letters(self.open(*codes), by=self.by("jp1"), at=self.later(minutes=5))

    def initialled(self, *codes: str) -> list[Letter]:
        """This will take a round's letters through both initials."""
        letters = self.drafted(*codes)
        for letter in letters:
            self.initial(letter)
        return [Letter.objects.get(pk=letter.pk) for letter in letters]

    def initial(self, letter: Letter) -> None:
        """This will set both initials."""
        for key in ("sukor", "kabid"):
            initial(letter, by=self.by(key), at=self.later(minutes=5))

    def sign(self, letter: Letter, key: str) -> Letter:
        """This will sign a letter as its page does; what follows is settled."""
        letter = Letter.objects.get(pk=letter.pk)
        sha256 = finalise(letter, by=self.by(key), at=self.now).sha256
        sign(letter, sha256=sha256, by=self.by(key), at=self.now, gateway=local_authority())
        self.settle()
        return Letter.objects.get(pk=letter.pk)

    # step 2

    def signed(self, *codes: str) -> Round:
        """This will take a round to its last signature."""
        letters = self.initialled(*codes)
        self.settle()
        self.later(minutes=5)
        for letter in letters:
            self.sign(letter, "kadis")
        return Round.objects.filter(office=self.office)[0]

    def collecting(self, *codes: str) -> Round:
        """This will take a round to where agencies may send."""
        round_ = self.signed(*codes)
        for request in round_.requests.all():
            send(request, by=self.by("jp1"), at=self.later(minutes=1))
        self.settle()
        return Round.objects.get(pk=round_.pk)

    # step 3

    def workbook(self, code: str, filling: Filling) -> bytes:
        """This will fill the agency's current instrument."""
        instrument = self.request(code).instruments.order_by("-version")[0]
        return fill_instrument(files.read(instrument.file), filling)

    def upload(self, code: str, filling: Filling | bytes, *, key: str = "") -> Submission:
        """This will send a workbook in and have it read."""
        data = filling if isinstance(filling, bytes) else self.workbook(code, filling)
        upload = Upload(self.request(code), f"isian-{code}.xlsx", (data,))
        submission = receive(upload, by=self.by(key or f"operator.{code}"), at=self.now)
        self.settle()
        return self.submission(submission)

    def submission(self, submission: Submission) -> Submission:
        """This will read a submission again, with what belongs to it."""
        return Submission.objects.select_related("request__agency", "request__round__sop", "office", "file").get(
            pk=submission.pk
        )

    def hand_over(self, code: str, filling: Filling, *, key: str = "") -> Submission:
        """This will send a workbook in and hand it over by letter."""
        submission = self.upload(code, filling, key=key)
        return self.hand_over_by_letter(submission)

    def hand_over_by_letter(self, submission: Submission) -> Submission:
        """This will have the agency's head sign the transmittal letter."""
        code = submission.request.agency.code
        letter = draft_transmittal(submission, by=self.by(f"operator.{code}"), at=self.later(minutes=1))
        self.sign(letter, f"kepala.{code}")
        return self.submission(submission)

    # steps 4 and 5

    def items(self, submission: Submission) -> list[SubmissionItem]:
        """This will list the tables of a submission, by sheet."""
        return list(submission.items.order_by("requested_table__sheet"))

    def accept_all(self, submission: Submission, *, key: str = "sukor") -> None:
        """This will accept every table of a submission that still waits."""
        accept(list(submission.items.filter(state="pending")), by=self.by(key), at=self.later(minutes=1))
        self.settle()

    def reporting(self, round_: Round) -> Letter:
        """This will close the intake and draft the report."""
        close_intake(round_, by=self.by("kabid"), at=self.later(minutes=1))
        return draft_report(Round.objects.get(pk=round_.pk), by=self.by("jp1"), at=self.later(minutes=1))

    def reported(self, round_: Round) -> Letter:
        """This will take a round to its signed report."""
        letter = self.reporting(round_)
        self.initial(letter)
        return self.sign(letter, "kadis")


def answers(sheets: Sequence[str] = ("T01", "T02"), *, start: int = 10) -> Values:
    """This will answer made-up tables completely: `start` in the first cell, one more in each that follows."""
    cells = [(sheet, row, column) for sheet in sheets for row in "AB" for column in "lp"]
    return {cell: Decimal(start + number) for number, cell in enumerate(cells)}


BOTH = Filling(answers())
FIRST = Filling(answers(("T01",)))
CORRECTED = Filling({**answers(("T01",)), ("T01", "A", "l"): 11})
SECOND = Filling(answers(("T02",), start=50))


@contextmanager
def shared(blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """This will give one scene to all tests of a module that change nothing for good, and take it back after them."""
    with blocker.unblock(), transaction.atomic():
        yield Scene()
        transaction.set_rollback(True)


def together(*deeds: Callable[[], object]) -> list[BaseException]:
    """This will do everything at the same time, each in a thread with a connection of its own; gives what was raised.

    The test needs the fixture `many_connections`.
    """
    gate, raised = threading.Barrier(len(deeds)), list[BaseException]()

    def run(deed: Callable[[], object]) -> None:
        gate.wait()
        try:
            deed()
        except BaseException as error:  # noqa: BLE001  handed to the test
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
