"""The merge fields of letters: what each kind offers, and what a field is on a given paper.

A field that has nothing to say on a paper is empty, and the paragraph that uses it is not printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sektoral.domain.letters import (
    Answer,
    Contact,
    Document,
    FollowUp,
    InternalMemo,
    LetterKind,
    RequestLetter,
    Transmittal,
)
from sektoral.domain.papers import Deadline, Reference
from sektoral.domain.reports import Addendum, Report
from sektoral.domain.wording import clock, counted, day_name, long_date

_NBSP = "\u00a0"


class Style(StrEnum):
    """How a run of words is set."""

    PLAIN = "plain"
    STRONG = "strong"
    WHOLE = "whole"  # never broken over two lines


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a paragraph in one style. They are text, whatever signs are among them, and never markup."""

    text: str
    style: Style = Style.PLAIN


Runs = tuple[Run, ...]

FIELD_WORDS: Mapping[str, str] = {  # what a field stands for, as the pages tell it
    "periode": "periode data, seperti tahun 2025",
    "dasar": "peraturan dan SOP yang menjadi dasar",
    "jumlah_tabel": "banyaknya tabel, dengan huruf",
    "nama_opd": "nama OPD",
    "nama_kantor": "nama kantor pada kop surat",
    "laman": "alamat laman pengiriman data",
    "lama_waktu": "lama waktu menurut SOP, dalam hari kerja",
    "rencana_kirim": "tanggal surat direncanakan dikirim",
    "batas_waktu": "hari, tanggal, dan jam batas waktu",
    "batas_lama": "batas waktu pada surat permintaan",
    "kontak": "nama, telepon, dan pos-el narahubung kantor",
    "nomor_permintaan": "nomor surat permintaan",
    "tanggal_permintaan": "tanggal surat permintaan",
    "hal_permintaan": "hal surat permintaan",
    "yang_ditunggu": "yang masih ditunggu: data, surat pengiriman, atau keduanya",
    "jumlah_terisi": "banyaknya tabel terisi, dengan huruf",
    "jumlah_nihil": "banyaknya tabel nihil, dengan huruf",
    "jumlah_tidak_tersedia": "banyaknya tabel tidak tersedia, dengan huruf",
    "nomor_sop": "nomor SOP putaran ini",
    "nomor_laporan": "nomor laporan kolektif",
    "tanggal_laporan": "tanggal laporan kolektif",
    "hal_laporan": "hal laporan kolektif",
    "jumlah_opd": "banyaknya OPD yang menyusulkan data, dengan huruf",
}

_ASKED = ("nomor_permintaan", "tanggal_permintaan", "hal_permintaan")
_DEADLINE = ("lama_waktu", "rencana_kirim", "batas_waktu")
FIELDS: Mapping[LetterKind, tuple[str, ...]] = {
    LetterKind.REQUEST: ("periode", "dasar", "jumlah_tabel", "nama_opd", "laman", *_DEADLINE, "kontak", "nama_kantor"),
    LetterKind.MEMO: ("nama_kantor", "periode", "dasar", "jumlah_tabel", *_DEADLINE),
    LetterKind.FOLLOW_UP: (
        *(*_ASKED, "batas_lama", "jumlah_tabel", "nama_opd"),
        *("yang_ditunggu", "batas_waktu", "laman", "nama_kantor"),
    ),
    LetterKind.TRANSMITTAL: (
        *(*_ASKED, "periode", "nama_opd", "jumlah_tabel"),
        *("jumlah_terisi", "jumlah_nihil", "jumlah_tidak_tersedia"),
    ),
    LetterKind.REPORT: ("periode", "nama_kantor", "nomor_sop"),
    LetterKind.ADDENDUM: ("nomor_laporan", "tanggal_laporan", "hal_laporan", "periode", "jumlah_opd", "nama_kantor"),
}


def fields_of(document: Document) -> Mapping[str, Runs]:
    """This will give every field that a paper's kind offers as it stands on this paper; `()` is empty."""
    match document:
        case RequestLetter():
            return _request_fields(document)
        case InternalMemo():
            return _memo_fields(document)
        case FollowUp():
            return _follow_up_fields(document)
        case Transmittal():
            return _transmittal_fields(document)
        case Report():
            return {
                "periode": _plain(document.period),
                "nama_kantor": _plain(document.frame.letterhead.name),
                "nomor_sop": _plain(document.sop_number),
            }
        case Addendum():
            return {
                "nomor_laporan": _plain(document.report.number),
                "tanggal_laporan": _plain(_date(document.report.date)),
                "hal_laporan": _plain(document.report.subject),
                "periode": _plain(document.period),
                "jumlah_opd": _counted(len(document.arrivals)),
                "nama_kantor": _plain(document.frame.letterhead.name),
            }
        case _:
            return {}


def _request_fields(letter: RequestLetter) -> Mapping[str, Runs]:
    return {
        "periode": _plain(letter.period),
        "dasar": _plain(_listed(letter.basis)),
        "jumlah_tabel": _counted(len(letter.tables)),
        "nama_opd": _plain(letter.agency),
        "laman": _whole(letter.portal),
        **_deadline_fields(letter.deadline),
        "kontak": _contact(letter.contact),
        "nama_kantor": _plain(letter.frame.letterhead.name),
    }


def _memo_fields(memo: InternalMemo) -> Mapping[str, Runs]:
    return {
        "nama_kantor": _plain(memo.frame.letterhead.name),
        "periode": _plain(memo.period),
        "dasar": _plain(_listed(memo.basis)),
        "jumlah_tabel": _counted(len(memo.tables)),
        **_deadline_fields(memo.deadline),
    }


def _follow_up_fields(letter: FollowUp) -> Mapping[str, Runs]:
    return {
        **_asked_fields(letter.request),
        "batas_lama": _plain(_moment(letter.was_due_at)),
        "jumlah_tabel": _counted(len(letter.tables)),
        "nama_opd": _plain(letter.agency),
        "yang_ditunggu": _owed(letter),
        "batas_waktu": _strong(_moment(letter.due_at)),
        "laman": _whole(letter.portal),
        "nama_kantor": _plain(letter.frame.letterhead.name),
    }


def _transmittal_fields(letter: Transmittal) -> Mapping[str, Runs]:
    def count(answer: Answer) -> Runs:
        return _counted(sum(table.answer is answer for table in letter.tables))

    return {
        **_asked_fields(letter.answers),
        "periode": _plain(letter.period),
        "nama_opd": _plain(letter.agency),
        "jumlah_tabel": _counted(len(letter.tables)),
        "jumlah_terisi": count(Answer.SENT),
        "jumlah_nihil": count(Answer.NIL),
        "jumlah_tidak_tersedia": count(Answer.UNAVAILABLE),
    }


def _asked_fields(request: Reference) -> Mapping[str, Runs]:
    values = (request.number, _date(request.date), request.subject)
    return {name: _plain(value) for name, value in zip(_ASKED, values, strict=True)}


def _deadline_fields(deadline: Deadline) -> Mapping[str, Runs]:
    return {
        "lama_waktu": _strong(f"{_kept(counted(deadline.working_days))} hari kerja"),
        "rencana_kirim": _plain(_date(deadline.planned_sent)),
        "batas_waktu": _strong(_moment(deadline.due_at)),
    }


def _contact(contact: Contact) -> Runs:
    """The ways to ask that exist, in one phrase: "dari A, melalui telepon 1, pos-el a@b"."""
    ways: list[Runs] = []
    if contact.name:
        ways.append(_plain(f"dari {contact.name}"))
    if contact.phone:
        ways.append((Run("melalui telepon "), Run(contact.phone, Style.WHOLE)))
    if contact.email:
        ways.append((Run("pos-el", Style.WHOLE), Run(" "), Run(contact.email, Style.WHOLE)))
    runs: Runs = ()
    for way in ways:
        runs += (*(_plain(", ") if runs else ()), *way)
    return runs


def _owed(letter: FollowUp) -> Runs:
    data = ["data tersebut"] if letter.tables else []
    paper = ["Surat Pengiriman Data Statistik Sektoral"] if letter.letter_missing or letter.tables else []
    return _plain(" beserta ".join(data + paper))


def _listed(parts: tuple[str, ...]) -> str:
    """A list in a sentence: "a", "a dan b", "a, b, dan c"."""
    if len(parts) < 3:
        return " dan ".join(parts)
    return f"{', '.join(parts[:-1])}, dan {parts[-1]}"


def _counted(number: int) -> Runs:
    """A number with its words, never broken after the number."""
    return _plain(_kept(counted(number)))


def _kept(count: str) -> str:
    return count.replace(" ", _NBSP, 1)


def _date(day: date) -> str:
    return long_date(day).replace(" ", _NBSP)


def _moment(at: datetime) -> str:
    """A moment in full, broken only before its parts: "Kamis, 19 November 2026 pukul 16.00 WIB"."""
    return f"{day_name(at)}, {_date(at)} pukul{_NBSP}{clock(at).replace(' ', _NBSP)}"


def _plain(text: str) -> Runs:
    return (Run(text),) if text else ()


def _strong(text: str) -> Runs:
    return (Run(text, Style.STRONG),)


def _whole(text: str) -> Runs:
    return (Run(text, Style.WHOLE),) if text else ()
