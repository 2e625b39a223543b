"""A table drafted from one region of what an agency sent, before it is named."""

from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import TableDef
from sektoral.domain.periods import read_period
from sektoral.domain.softcopies.drafting import Home, draft_table
from sektoral.domain.softcopies.hints import Hints
from sektoral.domain.states import SubmissionState
from sektoral.intake.softcopies import Manner, proposal_of
from sektoral.records.models import Agency, Submission, Table


def drafted_table(submission: Submission, region: int, manner: Manner, hints: Hints | None = None) -> TableDef:
    """This will draft a table from a region of a file that waits to be copied. `hints` is what was put right in it.

    Raises `NotFound` for any other.
    """
    if submission.state != SubmissionState.AWAITING_TRANSCRIPT:
        raise NotFound("not_found")
    proposal = proposal_of(submission.file, manner, submission.office, hints)
    found = next((one for one in proposal.regions if one.number == region), None)
    if found is None:
        raise NotFound("not_found")
    office, period = submission.office, read_period(submission.request.round.period)
    return draft_table(found, Home(office.region_code, office.regency, period.type.value))


def free_code(agency: Agency) -> str:
    """This will propose a code that no table of the agency has: its own code and the next number."""
    taken = set(Table.objects.filter(agency=agency).values_list("code", flat=True))
    stem = agency.code.upper()[:20]
    return next(code for number in range(1, len(taken) + 2) if (code := f"{stem}.{number:02}") not in taken)
