"""A paper to try a wording on: the office's latest letter of the kind, or an invented one while there is none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sektoral.domain.errors import SektoralError
from sektoral.domain.letter_parts import Text
from sektoral.domain.letter_texts import with_text
from sektoral.domain.letters import (
    Answer,
    Contact,
    Document,
    FollowUp,
    InternalMemo,
    LetterKind,
    MissingTable,
    RequestedTable,
    RequestLetter,
    Transmittal,
    TransmittedTable,
)
from sektoral.domain.papers import Deadline, Frame, Gateway, Heading, Paper, Reference, SignatureBlock
from sektoral.domain.reports import Addendum, AgencyOutcome, Report, TableOutcome, TableState, Timeliness, recap
from sektoral.domain.states import LetterState
from sektoral.letters.composing import DATA_LAW
from sektoral.letters.letterheads import letterhead_of
from sektoral.letters.previews import draft_paper
from sektoral.records.models import Letter, Office

AGENCY = "Dinas Contoh"
SUBJECT = "Data Statistik Sektoral Tahun Contoh"
SOP_NUMBER = "1/SOP/CONTOH"
TABLES = ("Jumlah Contoh Pertama", "Jumlah Contoh Kedua")
PERIOD = "tahun contoh"


@dataclass(frozen=True, slots=True)
class Sample:
    """A paper, and what it is in words."""

    paper: Document
    words: str


def sample_of(office: Office, kind: LetterKind, text: Text, *, at: datetime) -> Sample:
    """This will put the words on the office's latest letter of the kind, set as a draft, or on an invented one."""
    letters = Letter.objects.filter(office=office, kind=kind).exclude(state=LetterState.VOID)
    rows = letters.select_related("office", "agency", "request__agency", "request__round__sop", "round__sop")
    letter = rows.order_by("-drafted_at").first()
    if letter is not None:
        try:
            about = letter.request.agency.name if letter.request else letter.subject
            return Sample(with_text(draft_paper(letter, at=at), text), f"Contoh: {about}.")
        except SektoralError:
            pass  # nobody holds the seat today, or the letter it answers is gone
    invented = INVENTED[kind](_frame(office), at.astimezone(ZoneInfo(office.time_zone)))
    return Sample(with_text(invented, text), "Contoh karangan, karena surat jenis ini belum ada.")


def _frame(office: Office) -> Frame:
    signed = SignatureBlock(Gateway.DRAFT, (f"Kepala {office.name}",), "Nama Pejabat", "Pangkat", "NIP")
    return Frame(letterhead_of(office), signed, Paper(office.paper), sample=True)


def _heading(subject: str, at: datetime) -> Heading:
    return Heading("", "Segera", "-", subject, "Tempat", at.date())


def _deadline(at: datetime) -> Deadline:
    return Deadline(5, at.date(), at + timedelta(days=7))


def _reference(subject: str, at: datetime) -> Reference:
    return Reference("500.14/1/CONTOH", at.date(), subject)


def _asked() -> tuple[RequestedTable, ...]:
    return tuple(RequestedTable(f"1.{n}", title, "orang") for n, title in enumerate(TABLES, start=1))


def _request(frame: Frame, at: datetime) -> Document:
    return RequestLetter(
        frame=frame,
        heading=_heading(f"Permintaan {SUBJECT}", at),
        to=(f"Kepala {AGENCY}",),
        to_place="Tempat",
        agency=AGENCY,
        period=PERIOD,
        basis=(DATA_LAW, f"SOP Nomor {SOP_NUMBER}"),
        portal="https://contoh.example",
        deadline=_deadline(at),
        contact=Contact("Nama Petugas", "0000", "petugas@contoh.example"),
        tables=_asked(),
    )


def _memo(frame: Frame, at: datetime) -> Document:
    return InternalMemo(
        frame=frame,
        heading=_heading(f"Permintaan {SUBJECT}", at),
        to=("Pengelola data",),
        sender=frame.signature.post[-1],
        period=PERIOD,
        basis=(DATA_LAW, f"SOP Nomor {SOP_NUMBER}"),
        deadline=_deadline(at),
        tables=_asked(),
    )


def _follow_up(frame: Frame, at: datetime) -> Document:
    return FollowUp(
        frame=frame,
        heading=_heading(f"Tindak Lanjut Permintaan {SUBJECT}", at),
        to=(f"Kepala {AGENCY}",),
        to_place="Tempat",
        agency=AGENCY,
        request=_reference(f"Permintaan {SUBJECT}", at),
        was_due_at=at,
        due_at=at + timedelta(days=3),
        portal="https://contoh.example",
        tables=tuple(MissingTable(f"1.{n}", title, "belum dikirim") for n, title in enumerate(TABLES, start=1)),
        letter_missing=True,
    )


def _transmittal(frame: Frame, at: datetime) -> Document:
    return Transmittal(
        frame=frame,
        heading=_heading(f"Pengiriman {SUBJECT}", at),
        to=(f"Kepala {frame.letterhead.name}",),
        to_place="Tempat",
        answers=_reference(f"Permintaan {SUBJECT}", at),
        agency=AGENCY,
        period=PERIOD,
        tables=(TransmittedTable(TABLES[0], Answer.SENT, 12), TransmittedTable(TABLES[1], Answer.NIL)),
        files=(),
    )


def _outcomes() -> tuple[AgencyOutcome, ...]:
    tables = tuple(TableOutcome(f"1.{n}", title, TableState.NIL) for n, title in enumerate(TABLES, start=1))
    return (AgencyOutcome(AGENCY, AGENCY, Timeliness.NOT_SENT, tables),)


def _report(frame: Frame, at: datetime) -> Document:
    return Report(
        frame=frame,
        heading=_heading(f"Pengumpulan {SUBJECT}", at),
        sop_number=SOP_NUMBER,
        content_sha256="0" * 64,
        period=PERIOD,
        days=(at.date(),),
        due_at=at,
        agencies=_outcomes(),
        legal_basis=(DATA_LAW,),
        steps=(),
        conclusions=("Kesimpulan dihitung dari data putaran.",),
    )


def _addendum(frame: Frame, at: datetime) -> Document:
    return Addendum(
        frame=frame,
        heading=_heading(f"Pengumpulan {SUBJECT}", at),
        report=_reference(f"Pengumpulan {SUBJECT}", at),
        period=PERIOD,
        arrivals=_outcomes(),
        before=recap(()),
        after=recap(_outcomes()),
    )


INVENTED: dict[LetterKind, Callable[[Frame, datetime], Document]] = {
    LetterKind.REQUEST: _request,
    LetterKind.MEMO: _memo,
    LetterKind.FOLLOW_UP: _follow_up,
    LetterKind.TRANSMITTAL: _transmittal,
    LetterKind.REPORT: _report,
    LetterKind.ADDENDUM: _addendum,
}
