"""Why a figure of the bank took the place of the one before, in the words in which the bank keeps it."""

from dataclasses import dataclass
from enum import StrEnum


class Before(StrEnum):
    """What a series had when the new figure came."""

    NOTHING = "nothing"
    SAME_REQUEST = "same_request"
    OTHER_ROUND = "other_round"
    IMPORTED = "imported"
    ENDED = "ended"  # a figure once, then nil, not available or left empty


@dataclass(frozen=True, slots=True)
class Coming:
    """How the answer came: the reason of a signed correction, why the office had returned the answer before it, and
    the title of its round; `edition_only` for a figure that stands unchanged in a new edition of its table."""

    correction: str = ""
    returned: str = ""
    round: str = ""
    edition_only: bool = False


def reason_of(coming: Coming, before: Before) -> str:
    """This will say why the figure differs from the version before; nothing for the first one of a series."""
    if before is Before.NOTHING:
        return ""
    if coming.edition_only:
        return "Tabelnya disusun ulang; angkanya tetap."
    if coming.correction:
        return f"Perbaikan data: {coming.correction}"
    if coming.returned and before in (Before.SAME_REQUEST, Before.ENDED):
        return f"Diperbaiki setelah dikembalikan: {coming.returned}"
    return _OF_ITSELF[before].format(round=coming.round)


_OF_ITSELF: dict[Before, str] = {
    Before.SAME_REQUEST: "Dikirim ulang oleh produsen data atas kemauannya sendiri.",
    Before.OTHER_ROUND: "Disampaikan lagi pada {round}.",
    Before.IMPORTED: "Menggantikan angka impor tahun lama dengan yang disampaikan pada {round}.",
    Before.ENDED: "Diisi lagi setelah sebelumnya tidak ada angkanya.",
}
