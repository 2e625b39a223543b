"""Every status machine of the procedure: its states, allowed moves, and for each state its owner and label.

`docs/states.md` is generated from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sektoral.domain.errors import WrongState


class RoundState(StrEnum):
    PREPARING = "preparing"  # step 1
    DISTRIBUTING = "distributing"  # step 2
    COLLECTING = "collecting"  # steps 3 and 4, agency by agency
    REPORTING = "reporting"  # step 5
    CLOSED = "closed"
    CANCELLED = "cancelled"  # opened by mistake, before any letter was signed


class LetterState(StrEnum):
    DRAFT = "draft"
    INITIALLING = "initialling"
    AWAITING_SIGNATURE = "awaiting_signature"
    SIGNING_UNKNOWN = "signing_unknown"
    SIGNED = "signed"
    VOID = "void"


class RequestState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    COMPLETE = "complete"
    CLOSED = "closed"


class SubmissionState(StrEnum):
    RECEIVED = "received"  # kept and receipted, not yet read
    REFUSED = "refused"  # the file could not be taken; kept in quarantine
    AWAITING_TRANSCRIPT = "awaiting_transcript"  # no instrument: somebody must say what of it answers which table
    REJECTED = "rejected"  # salah: the agency must mend it
    AWAITING_LETTER = "awaiting_letter"  # data are in, the transmittal letter is not
    COMPLETE = "complete"  # softcopy and letter: the clock of step 4 runs
    CHECKED = "checked"  # every item is decided
    WITHDRAWN = "withdrawn"  # taken back by its sender before anybody checked it
    SUPERSEDED = "superseded"


class ItemState(StrEnum):
    """One table of one submission."""

    PENDING = "pending"  # waits for the reading, the letter, or the checker
    STORED = "stored"
    NIL = "nil"
    UNAVAILABLE = "unavailable"
    HANDED_ON = "handed_on"  # another agency has it and is asked for it
    AWAITING_STEWARD = "awaiting_steward"
    RETURNED = "returned"
    SUPERSEDED = "superseded"


class RuleState(StrEnum):
    """How a rule of the office weighs; each version of it says so anew."""

    TRIAL = "trial"  # informs only, until its precision on old data has been shown
    ACTIVE = "active"  # weighs as it says
    RETIRED = "retired"


class MessageState(StrEnum):
    """One message on its way out. Only a person moves it on from `UNKNOWN` and `GIVEN_UP`."""

    QUEUED = "queued"
    SENDING = "sending"  # in a worker's hands
    RETRYING = "retrying"  # certainly not taken yet; tried again by itself
    SENT = "sent"
    UNKNOWN = "unknown"  # it may have been taken: nobody gets it twice
    GIVEN_UP = "given_up"


class ContradictionState(StrEnum):
    """Two agencies state different figures for the same thing."""

    OPEN = "open"
    ANSWERED = "answered"  # both have said why; the office's turn
    RESOLVED = "resolved"  # the figures agree now
    SETTLED = "settled"


class ImportState(StrEnum):
    """A file of old years on its way into the bank."""

    RECEIVED = "received"
    REFUSED = "refused"  # no figures of the table could be read from it, or they are wrong
    AWAITING_DECISION = "awaiting_decision"
    STORED = "stored"
    DECLINED = "declined"


class ReleaseState(StrEnum):
    """A table of a period on its way to the public."""

    PLANNED = "planned"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class DataListState(StrEnum):
    """Daftar Data of a year."""

    DRAFT = "draft"
    PROPOSED = "proposed"  # before the Forum
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class StateFacts:
    """Who must act while this state lasts, what it is called on screen, and the event that leads into it."""

    owner: str
    label: str
    event: str


Moves = Mapping[StrEnum, frozenset[StrEnum]]

R, L, Q, S, I = RoundState, LetterState, RequestState, SubmissionState, ItemState  # noqa: E741
U, M, C = RuleState, MessageState, ContradictionState
B, E, D = ImportState, ReleaseState, DataListState

MOVES: dict[type[StrEnum], Moves] = {
    R: {
        R.PREPARING: frozenset({R.DISTRIBUTING, R.CANCELLED}),
        R.DISTRIBUTING: frozenset({R.COLLECTING}),
        R.COLLECTING: frozenset({R.REPORTING}),
        R.REPORTING: frozenset({R.CLOSED}),
        R.CLOSED: frozenset(),
        R.CANCELLED: frozenset(),
    },
    L: {
        L.DRAFT: frozenset({L.INITIALLING, L.AWAITING_SIGNATURE, L.VOID}),
        L.INITIALLING: frozenset({L.DRAFT, L.AWAITING_SIGNATURE, L.VOID}),
        L.AWAITING_SIGNATURE: frozenset({L.DRAFT, L.SIGNING_UNKNOWN, L.SIGNED, L.VOID}),
        L.SIGNING_UNKNOWN: frozenset({L.AWAITING_SIGNATURE, L.SIGNED, L.VOID}),
        L.SIGNED: frozenset({L.VOID}),
        L.VOID: frozenset(),
    },
    Q: {
        Q.DRAFT: frozenset({Q.SENT, Q.CLOSED}),
        Q.SENT: frozenset({Q.COMPLETE, Q.CLOSED}),
        Q.COMPLETE: frozenset({Q.SENT, Q.CLOSED}),
        Q.CLOSED: frozenset(),
    },
    S: {
        S.RECEIVED: frozenset(
            {S.REFUSED, S.AWAITING_TRANSCRIPT, S.REJECTED, S.AWAITING_LETTER, S.WITHDRAWN, S.SUPERSEDED}
        ),
        S.REFUSED: frozenset(),
        S.AWAITING_TRANSCRIPT: frozenset({S.RECEIVED, S.WITHDRAWN, S.SUPERSEDED}),  # received again: it is read now
        # received again: its style of numbers was settled, or its transcript written anew
        S.REJECTED: frozenset({S.RECEIVED, S.WITHDRAWN, S.SUPERSEDED}),
        S.AWAITING_LETTER: frozenset({S.COMPLETE, S.WITHDRAWN, S.SUPERSEDED}),
        S.COMPLETE: frozenset({S.CHECKED, S.WITHDRAWN, S.SUPERSEDED}),
        S.CHECKED: frozenset({S.COMPLETE}),  # what had replaced one of its tables was withdrawn
        S.WITHDRAWN: frozenset(),
        S.SUPERSEDED: frozenset({S.AWAITING_LETTER, S.COMPLETE, S.CHECKED}),  # what had replaced it was withdrawn
    },
    I: {
        I.PENDING: frozenset(
            {I.STORED, I.NIL, I.UNAVAILABLE, I.HANDED_ON, I.AWAITING_STEWARD, I.RETURNED, I.SUPERSEDED}
        ),
        I.AWAITING_STEWARD: frozenset({I.STORED, I.RETURNED, I.SUPERSEDED}),
        I.STORED: frozenset({I.SUPERSEDED}),
        I.NIL: frozenset({I.SUPERSEDED}),
        I.UNAVAILABLE: frozenset({I.SUPERSEDED}),
        I.HANDED_ON: frozenset({I.SUPERSEDED}),
        I.RETURNED: frozenset({I.SUPERSEDED}),
        I.SUPERSEDED: frozenset({I.PENDING, I.RETURNED}),  # what had replaced it was withdrawn
    },
    U: {
        U.TRIAL: frozenset({U.ACTIVE, U.RETIRED}),
        U.ACTIVE: frozenset({U.TRIAL, U.RETIRED}),
        U.RETIRED: frozenset({U.TRIAL}),
    },
    C: {
        C.OPEN: frozenset({C.ANSWERED, C.RESOLVED, C.SETTLED}),
        C.ANSWERED: frozenset({C.RESOLVED, C.SETTLED}),
        C.RESOLVED: frozenset(),
        C.SETTLED: frozenset(),
    },
    B: {
        B.RECEIVED: frozenset({B.REFUSED, B.AWAITING_DECISION}),
        B.REFUSED: frozenset(),
        B.AWAITING_DECISION: frozenset({B.STORED, B.DECLINED}),
        B.STORED: frozenset(),
        B.DECLINED: frozenset(),
    },
    E: {
        E.PLANNED: frozenset({E.RELEASED, E.WITHDRAWN}),
        E.RELEASED: frozenset({E.WITHDRAWN}),
        E.WITHDRAWN: frozenset(),
    },
    D: {
        D.DRAFT: frozenset({D.PROPOSED}),
        D.PROPOSED: frozenset({D.DRAFT, D.AGREED}),
        D.AGREED: frozenset(),
    },
    M: {
        M.QUEUED: frozenset({M.SENDING, M.UNKNOWN}),  # unknown after a restore: it may have left since the backup
        M.SENDING: frozenset({M.SENT, M.RETRYING, M.UNKNOWN, M.GIVEN_UP}),
        M.RETRYING: frozenset({M.SENDING, M.UNKNOWN}),
        M.SENT: frozenset(),
        M.UNKNOWN: frozenset({M.QUEUED, M.SENT}),
        M.GIVEN_UP: frozenset({M.QUEUED, M.SENT}),
    },
}

# By machine first: members of two machines with the same text are equal, so they would share one entry.
FACTS: dict[type[StrEnum], dict[StrEnum, StateFacts]] = {
    R: {
        R.PREPARING: StateFacts("JP, lalu menurut rantai surat", "Menyiapkan permintaan", "round.opened"),
        R.DISTRIBUTING: StateFacts("JP", "Siap didistribusikan", "round.letters_signed"),
        R.COLLECTING: StateFacts("Produsen Data, JP, SuKor", "Pengumpulan dan pemeriksaan", "round.distributed"),
        R.REPORTING: StateFacts("JP, lalu menurut rantai surat", "Menyusun laporan", "intake.closed"),
        R.CLOSED: StateFacts("–", "Selesai", "round.closed"),
        R.CANCELLED: StateFacts("–", "Dibatalkan", "round.cancelled"),
    },
    L: {
        L.DRAFT: StateFacts("Penyusun surat", "Konsep", "letter.drafted"),
        L.INITIALLING: StateFacts("Menurut rantai surat", "Menunggu paraf", "letter.submitted"),
        L.AWAITING_SIGNATURE: StateFacts("Menurut rantai surat", "Menunggu tanda tangan", "letter.numbered"),
        L.SIGNING_UNKNOWN: StateFacts(
            "Kadis atau Kepala OPD", "Hasil tanda tangan belum diketahui", "letter.signing_unknown"
        ),
        L.SIGNED: StateFacts("–", "Ditandatangani", "letter.signed"),
        L.VOID: StateFacts("–", "Batal", "letter.voided"),
    },
    Q: {
        Q.DRAFT: StateFacts("JP", "Disiapkan", "round.opened"),
        Q.SENT: StateFacts("Produsen Data", "Menunggu data", "request.sent"),
        Q.COMPLETE: StateFacts("JP, SuKor", "Data lengkap", "request.completed"),
        Q.CLOSED: StateFacts("–", "Ditutup", "request.closed"),
    },
    S: {
        S.RECEIVED: StateFacts("Sistem", "Diterima, sedang dibaca", "submission.received"),
        S.REFUSED: StateFacts("Produsen Data", "Berkas ditolak", "submission.refused"),
        S.AWAITING_TRANSCRIPT: StateFacts(
            "Produsen Data, JP", "Menunggu disalin ke tabel", "submission.awaits_transcript"
        ),
        S.REJECTED: StateFacts("Produsen Data", "Ada yang salah", "submission.rejected"),
        S.AWAITING_LETTER: StateFacts("Produsen Data", "Menunggu surat pengiriman", "submission.accepted"),
        S.COMPLETE: StateFacts("JP, SuKor", "Menunggu diperiksa", "submission.complete"),
        S.CHECKED: StateFacts("–", "Selesai diperiksa", "submission.checked"),
        S.WITHDRAWN: StateFacts("–", "Ditarik kembali", "submission.withdrawn"),
        S.SUPERSEDED: StateFacts("–", "Diganti kiriman baru", "submission.superseded"),
    },
    I: {
        I.PENDING: StateFacts("JP, SuKor", "Menunggu diperiksa", "submission.received"),
        I.STORED: StateFacts("–", "Tersimpan", "item.stored"),
        I.NIL: StateFacts("–", "Nihil", "item.nil_accepted"),
        I.UNAVAILABLE: StateFacts("–", "Tidak tersedia", "item.unavailable_accepted"),
        I.HANDED_ON: StateFacts("–", "Dialihkan ke OPD lain", "item.handed_on"),
        I.AWAITING_STEWARD: StateFacts("Pembina Data", "Menunggu Pembina Data", "item.accepted"),
        I.RETURNED: StateFacts("Produsen Data", "Dikembalikan", "item.returned"),
        I.SUPERSEDED: StateFacts("–", "Diganti", "item.superseded"),
    },
    U: {
        U.TRIAL: StateFacts("JP, SuKor, Kabid", "Uji coba", "rule.written"),
        U.ACTIVE: StateFacts("–", "Aktif", "rule.activated"),
        U.RETIRED: StateFacts("–", "Dihentikan", "rule.retired"),
    },
    C: {
        C.OPEN: StateFacts("Kedua Produsen Data", "Menunggu jawaban OPD", "contradiction.raised"),
        C.ANSWERED: StateFacts("SuKor, Kabid", "Menunggu putusan kantor", "contradiction.answered"),
        C.RESOLVED: StateFacts("–", "Angkanya sudah sama", "contradiction.resolved"),
        C.SETTLED: StateFacts("–", "Diputuskan", "contradiction.settled"),
    },
    B: {
        B.RECEIVED: StateFacts("Sistem", "Diterima, sedang dibaca", "import.received"),
        B.REFUSED: StateFacts("JP, SuKor", "Tidak dapat diimpor", "import.refused"),
        B.AWAITING_DECISION: StateFacts("SuKor, Kabid", "Menunggu keputusan", "import.read"),
        B.STORED: StateFacts("–", "Tersimpan", "import.stored"),
        B.DECLINED: StateFacts("–", "Tidak diterima", "import.declined"),
    },
    E: {
        E.PLANNED: StateFacts("JP, SuKor", "Direncanakan", "release.planned"),
        E.RELEASED: StateFacts("–", "Dirilis", "release.published"),
        E.WITHDRAWN: StateFacts("–", "Ditarik", "release.withdrawn"),
    },
    D: {
        D.DRAFT: StateFacts("JP, SuKor", "Disusun", "data_list.drawn_up"),
        D.PROPOSED: StateFacts("Forum Satu Data", "Menunggu kesepakatan Forum", "data_list.proposed"),
        D.AGREED: StateFacts("–", "Disepakati", "data_list.agreed"),
    },
    M: {
        M.QUEUED: StateFacts("Sistem", "Antre", "message.queued"),
        M.SENDING: StateFacts("Sistem", "Sedang dikirim", "message.queued"),
        M.RETRYING: StateFacts("Sistem", "Gagal sementara, dicoba lagi", "message.queued"),
        M.SENT: StateFacts("–", "Terkirim", "message.sent"),
        M.UNKNOWN: StateFacts("JP, Pengelola", "Tidak diketahui, perlu keputusan", "message.unknown"),
        M.GIVEN_UP: StateFacts("JP, Pengelola", "Tidak terkirim", "message.failed"),
    },
}

# Accepted answers; nil is an answer, not a value
ANSWERED = frozenset({I.STORED, I.NIL, I.UNAVAILABLE, I.HANDED_ON, I.AWAITING_STEWARD})


def facts_of(state: StrEnum) -> StateFacts:
    """This will give the owner, label and event of a state; the state must be an enum member, not its bare text."""
    return FACTS[type(state)][state]


def check_move(now: StrEnum, then: StrEnum) -> None:
    """This will raise `WrongState` unless the machine allows the move from `now` to `then`."""
    if then not in MOVES[type(now)][now]:
        raise WrongState("move_not_allowed", now=now.value, then=then.value, label=facts_of(now).label)
