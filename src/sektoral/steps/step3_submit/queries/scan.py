"""The pages of a scan or photograph that somebody types from, drawn by the sandbox; the upload itself is not shown."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.urls import reverse

from sektoral.adapters.sandbox.client import SandboxAnswer, run
from sektoral.domain.errors import NotFound, Unavailable
from sektoral.intake import files
from sektoral.intake.reading import NOT_LOOKED_AT
from sektoral.records.models import Submission
from sektoral.steps.step3_submit.queries.drafts import Desk

MOST_PAGES = 30  # shown; the file has them all
WIDTH = "1600"  # pixels: enough to read a typed A4 page at twice its size
GLANCE = {"pages": "1", "width": "60"}


@dataclass(frozen=True, slots=True)
class ScanPage:
    """One page: its number and the address of its picture."""

    number: int
    url: str


@dataclass(frozen=True, slots=True)
class ScanView:
    """The pages beside the form. `more` counts those that are not shown."""

    name: str
    file_url: str
    pages: tuple[ScanPage, ...]
    more: int


def scan_view(desk: Desk) -> ScanView | None:
    """This will give the pages of the file that is typed from; nothing for a file that has none to show.

    Raises `Unavailable` where the sandbox did not look.
    """
    submission = desk.submission
    if submission is None:
        return None
    count = _count(submission)
    if not count:
        return None
    shown = range(1, min(count, MOST_PAGES) + 1)
    return ScanView(
        name=submission.file.name,
        file_url=reverse("step3:file", args=[desk.request.pk, submission.file_id]),
        pages=tuple(ScanPage(n, reverse("step3:typing_page", args=[*desk.keys, n])) for n in shown),
        more=count - len(shown),
    )


def page_picture(submission: Submission, number: int) -> bytes:
    """This will draw one page as PNG. Raises `NotFound` where there is none, `Unavailable` where it was not drawn."""
    asked = {"first": str(number - 1), "pages": "1", "width": WIDTH}
    answer = _drawn(submission, "page_images", asked)
    if answer.ok:
        pages = cast("list[Mapping[str, str]]", answer.content["pages"])
        if not pages:
            raise NotFound("not_found")
        return base64.b64decode(pages[0]["png"])
    answer = _drawn(submission, "redraw_picture", {"longest": WIDTH})
    if not answer.ok or number != 1:
        raise NotFound("not_found")
    return base64.b64decode(str(answer.content["png"]))


def _count(submission: Submission) -> int:
    answer = _drawn(submission, "page_images", GLANCE)
    if answer.ok:
        return int(str(answer.content["page_count"]))
    return int(_drawn(submission, "redraw_picture", {"longest": "60"}).ok)


def _drawn(submission: Submission, job: str, options: Mapping[str, str]) -> SandboxAnswer:
    answer = run(job, files.path_of(submission.file), options=options)
    if answer.code in NOT_LOOKED_AT:
        raise Unavailable(answer.code)
    return answer
