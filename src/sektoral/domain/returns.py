"""Why a table goes back to its producer: a short list of reasons to choose from, each with its words on screen.

Perpres 39/2019 has data that fail the check go back with its result; the sentence beside the reason is the checker's.
"""

from enum import StrEnum


class ReturnReason(StrEnum):
    """A reason for returning a table; `OTHER` says nothing by itself."""

    SOURCE = "source_differs"
    TOTALS = "totals_differ"
    CHANGE = "change_unexplained"
    UNIT = "unit_wrong"
    DEFINITION = "definition_differs"
    COVERAGE = "coverage_incomplete"
    OTHER_TABLE = "other_table_differs"
    DECLARATION = "declaration_doubted"
    STEWARD = "steward"
    OTHER = "other"


RETURN_WORDS: dict[ReturnReason, str] = {
    ReturnReason.SOURCE: "Berbeda dari laporan atau dokumen sumber",
    ReturnReason.TOTALS: "Jumlah tidak sama dengan rinciannya",
    ReturnReason.CHANGE: "Perubahan dari periode lalu belum jelas",
    ReturnReason.UNIT: "Satuan keliru",
    ReturnReason.DEFINITION: "Tidak sesuai konsep atau definisi",
    ReturnReason.COVERAGE: "Ada wilayah atau rincian yang terlewat",
    ReturnReason.OTHER_TABLE: "Bertentangan dengan tabel lain",
    ReturnReason.DECLARATION: "Pernyataan nihil atau tidak tersedia diragukan",
    ReturnReason.STEWARD: "Catatan Pembina Data",
    ReturnReason.OTHER: "Sebab lain",
}
CHECKERS_REASONS = tuple(reason for reason in ReturnReason if reason is not ReturnReason.STEWARD)


def return_words(code: str) -> str:
    """This will put a stored reason into words; an unknown one reads as another reason."""
    known = {reason.value: words for reason, words in RETURN_WORDS.items()}
    return known.get(code, RETURN_WORDS[ReturnReason.OTHER])
