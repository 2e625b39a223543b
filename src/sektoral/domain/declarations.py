"""What is said of a table that is not available: its reason, when it will be there, or which agency has it."""

from datetime import date

from sektoral.domain.wording import long_date

NOT_READY, ELSEWHERE = "1", "3"  # of validations.REASONS, by their digit
_REMARK = " – "


def asks_for_day(reason: str) -> bool:
    """Whether the reason is one that ends by itself: somebody can say when."""
    return reason.startswith(NOT_READY)


def asks_for_holder(reason: str) -> bool:
    """Whether the reason says that somebody else has the data."""
    return reason.startswith(ELSEWHERE)


def is_complete(reason: str, *, expected_on: date | None, is_held: bool) -> bool:
    """Whether a reason that asks for a day or a holder has it; a holder may also stand in the agency's own remark."""
    if asks_for_day(reason):
        return expected_on is not None
    return not asks_for_holder(reason) or is_held or _REMARK in reason


def with_holder(reason: str, name: str) -> str:
    """This will put the name of a holder outside the list of agencies where a remark stands."""
    return f"{reason.partition(_REMARK)[0]}{_REMARK}{name.strip()}" if name.strip() else reason


def in_words(reason: str, *, expected_on: date | None, holder: str) -> str:
    """This will put a declaration into one phrase, as letters, lists and the report print it."""
    told = (
        reason,
        f"diperkirakan tersedia {long_date(expected_on)}" if expected_on else "",
        f"dipegang {holder}" if holder else "",
    )
    return "; ".join(part for part in told if part)
