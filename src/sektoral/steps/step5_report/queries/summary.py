"""The one page for the Bupati by itself: an excerpt of the report, set from the same figures."""

from dataclasses import replace
from datetime import datetime

from sektoral.adapters.typesetting import render_summary
from sektoral.domain.errors import NotFound
from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import Gateway, SignatureBlock
from sektoral.domain.reports import Report
from sektoral.domain.states import LetterState
from sektoral.letters.composing import compose
from sektoral.letters.previews import draft_paper
from sektoral.letters.signatories import verification_link
from sektoral.records.actors import local_date
from sektoral.records.models import Letter, Round


def report_letter(round_: Round) -> Letter:
    """This will give the round's report, drafted or signed. Raises `NotFound` where there is none."""
    reports = round_.letters.filter(kind=LetterKind.REPORT).exclude(state=LetterState.VOID)
    letter = reports.select_related("office", "round__sop").order_by("-drafted_at").first()
    if letter is None:
        raise NotFound("not_found")
    return letter


def summary_pdf(letter: Letter, *, at: datetime) -> bytes:
    """This will set the summary of a report; of a signed one with the QR code that leads to it."""
    paper = draft_paper(letter, at=at) if letter.signed_at is None else _signed(letter, letter.signed_at)
    if not isinstance(paper, Report):
        raise NotFound("not_found")
    return render_summary(paper).pdf


def _signed(letter: Letter, signed_at: datetime) -> Report:
    """The summary names no signer: it is not what was signed."""
    block = SignatureBlock(Gateway(letter.gateway), (), "", "", "")
    paper = compose(
        letter, signature=replace(block, link=verification_link(letter)), on=local_date(letter.office, signed_at)
    )
    if not isinstance(paper, Report):
        raise NotFound("not_found")
    return paper
