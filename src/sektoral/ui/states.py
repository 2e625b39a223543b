"""How each state of the procedure looks: its label from the rules, its tone and shape from here."""

from enum import StrEnum

from sektoral.domain.states import (
    ContradictionState,
    DataListState,
    ImportState,
    ItemState,
    LetterState,
    MessageState,
    ReleaseState,
    RequestState,
    RoundState,
    RuleState,
    SubmissionState,
    facts_of,
)
from sektoral.ui.components import Shape, Status, Tone

R, L, Q, S, T = RoundState, LetterState, RequestState, SubmissionState, ItemState
U, M, K = RuleState, MessageState, ContradictionState
B, E, D = ImportState, ReleaseState, DataListState

LOOKS: dict[type[StrEnum], dict[StrEnum, tuple[Tone, Shape | None]]] = {
    R: {
        R.PREPARING: (Tone.RUN, None),
        R.DISTRIBUTING: (Tone.RUN, None),
        R.COLLECTING: (Tone.RUN, None),
        R.REPORTING: (Tone.RUN, None),
        R.CLOSED: (Tone.DONE, None),
        R.CANCELLED: (Tone.IDLE, Shape.NIL),
    },
    L: {
        L.DRAFT: (Tone.IDLE, None),
        L.INITIALLING: (Tone.RUN, None),
        L.AWAITING_SIGNATURE: (Tone.WAIT, None),
        L.SIGNING_UNKNOWN: (Tone.WAIT, None),
        L.SIGNED: (Tone.DONE, None),
        L.VOID: (Tone.IDLE, Shape.NIL),
    },
    Q: {
        Q.DRAFT: (Tone.IDLE, None),
        Q.SENT: (Tone.RUN, None),
        Q.COMPLETE: (Tone.DONE, None),
        Q.CLOSED: (Tone.IDLE, Shape.NIL),
    },
    S: {
        S.RECEIVED: (Tone.RUN, None),
        S.REFUSED: (Tone.BAD, None),
        S.AWAITING_TRANSCRIPT: (Tone.WAIT, None),
        S.REJECTED: (Tone.BAD, None),
        S.AWAITING_LETTER: (Tone.WAIT, None),
        S.COMPLETE: (Tone.RUN, None),
        S.CHECKED: (Tone.DONE, None),
        S.WITHDRAWN: (Tone.IDLE, Shape.NIL),
        S.SUPERSEDED: (Tone.IDLE, Shape.NIL),
    },
    B: {
        B.RECEIVED: (Tone.RUN, None),
        B.REFUSED: (Tone.BAD, None),
        B.AWAITING_DECISION: (Tone.WAIT, None),
        B.STORED: (Tone.DONE, None),
        B.DECLINED: (Tone.IDLE, Shape.NIL),
    },
    T: {
        T.PENDING: (Tone.RUN, None),
        T.STORED: (Tone.DONE, None),
        T.NIL: (Tone.IDLE, Shape.NIL),
        T.UNAVAILABLE: (Tone.IDLE, Shape.LACK),
        T.HANDED_ON: (Tone.IDLE, Shape.NIL),
        T.AWAITING_STEWARD: (Tone.RUN, Shape.INFO),
        T.RETURNED: (Tone.BACK, None),
        T.SUPERSEDED: (Tone.IDLE, Shape.NIL),
    },
    U: {
        U.TRIAL: (Tone.RUN, Shape.INFO),
        U.ACTIVE: (Tone.DONE, None),
        U.RETIRED: (Tone.IDLE, Shape.NIL),
    },
    K: {
        K.OPEN: (Tone.WAIT, None),
        K.ANSWERED: (Tone.RUN, None),
        K.RESOLVED: (Tone.DONE, None),
        K.SETTLED: (Tone.DONE, Shape.TICK),
    },
    E: {
        E.PLANNED: (Tone.RUN, None),
        E.RELEASED: (Tone.DONE, None),
        E.WITHDRAWN: (Tone.IDLE, Shape.NIL),
    },
    D: {
        D.DRAFT: (Tone.IDLE, None),
        D.PROPOSED: (Tone.WAIT, None),
        D.AGREED: (Tone.DONE, None),
    },
    M: {
        M.QUEUED: (Tone.RUN, None),
        M.SENDING: (Tone.RUN, None),
        M.RETRYING: (Tone.WAIT, None),
        M.SENT: (Tone.DONE, None),
        M.UNKNOWN: (Tone.WAIT, Shape.LACK),
        M.GIVEN_UP: (Tone.BAD, None),
    },
}

IN_GRID: dict[Shape, Shape] = {Shape.DONE: Shape.TICK}  # the rule is quiet: stored is a pale tick


def status_of(state: StrEnum) -> Status:
    """This will give the chip of a state; a state without a look raises `KeyError` (a test holds the table total)."""
    tone, shape = LOOKS[type(state)][state]
    return Status(tone, facts_of(state).label, shape)


def table_status(state: str, *, is_late: bool) -> Status:
    """This will give the mark of one requested table (`RequestedTable.state`) in the completeness grid."""
    match state:
        case "waiting" if is_late:
            return Status(Tone.BAD, "Belum dikirim, lewat batas")
        case "waiting":
            return Status(Tone.IDLE, "Belum dikirim")
        case "moved":
            return Status(Tone.IDLE, "Dialihkan ke OPD lain", Shape.NIL)
        case _:
            return status_of(ItemState(state))


def in_grid(status: Status) -> Status:
    """This will give the same status with the shape it has in the completeness grid."""
    return Status(status.tone, status.word, IN_GRID.get(status.symbol, status.symbol))
