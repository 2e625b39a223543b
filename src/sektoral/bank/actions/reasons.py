"""Telling, while figures are stored, why each takes the place of the one before."""

from dataclasses import replace

from sektoral.domain.revisions import Before, Coming, reason_of
from sektoral.records.models import Observation, SubmissionItem


class Reasons:
    """What is known of an item that is being stored, asked once for all its figures."""

    def __init__(self, item: SubmissionItem) -> None:
        self._request = item.requested_table.request
        self._coming = Coming(
            correction=item.submission.correction_reason,
            returned=_return_before(item),
            round=self._request.round.title,
        )

    def of(self, row: Observation, current: Observation | None) -> str:
        """This will say it for one figure whose version is set; `current` is what it supersedes, if anything."""
        is_same = current is not None and (row.text, row.mark) == (current.text, current.mark)
        return reason_of(replace(self._coming, edition_only=is_same), self._before(row, current))

    def _before(self, row: Observation, current: Observation | None) -> Before:
        if row.version == 1:
            return Before.NOTHING
        if current is None:
            return Before.ENDED
        if current.submission is None:
            return Before.IMPORTED
        return Before.SAME_REQUEST if current.submission.request_id == self._request.pk else Before.OTHER_ROUND


def _return_before(item: SubmissionItem) -> str:
    """Why the office returned the answer just before this one; nothing where it did not."""
    earlier = item.requested_table.items.filter(submission__version__lt=item.submission.version)
    last = earlier.order_by("-submission__version").first()
    return last.return_reason if last and last.return_code else ""
