"""What became of one letter of a batch."""

from dataclasses import dataclass

from sektoral.domain.errors import SektoralError
from sektoral.records.models import Letter

SIGNED = "signed"  # the outcomes of an attempt beside the codes of refusals
NO_ANSWER = "no_answer"  # whoever asked never came back: killed, or cut off
NOT_FETCHED = "document_not_fetched"  # the gateway has signed, and keeps what it made
# After these nobody knows whether the gateway has signed
UNSETTLED = frozenset(
    {
        NO_ANSWER,
        "gateway_timeout",
        "gateway_broken_off",
        "gateway_unsure",
        "gateway_too_much",
        NOT_FETCHED,
    }
)


@dataclass(frozen=True, slots=True)
class Result:
    """`error` is empty where it was done. `ends_batch`: what stood in the way stands in the way of the rest as well."""

    letter: Letter
    error: SektoralError | None
    ends_batch: bool = False


def kept_document(letter: Letter) -> str:
    """This will name the document that the gateway has signed and still keeps; empty where none is known of."""
    attempt = letter.attempts.order_by("asked_at").last()
    return attempt.document_id if attempt and attempt.outcome == NOT_FETCHED else ""
