"""A file that is not the workbook that was asked for: where it belongs, which one is right, what can be carried."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from sektoral.domain.roles import Permission
from sektoral.domain.states import SubmissionState
from sektoral.records.actors import Actor
from sektoral.records.models import Agency, Instrument, Request, Submission
from sektoral.ui.fetch import requests_of

OTHER_OFFICE = "instrument_of_other_office"
WRONG = frozenset(
    {
        "instrument_outdated",
        "instrument_of_other_round",
        "instrument_unknown",
        "instrument_of_other_agency",
        "instrument_missing",
        "instrument_broken",
        "instrument_forged",
        "instrument_schema",
        OTHER_OFFICE,
    }
)  # refusals of a workbook that may be right elsewhere, or whose typed data may belong into the right one


@dataclass(frozen=True, slots=True)
class WrongWorkbook:
    """What to do about a wrong workbook. `owner` is empty for who may not know whose it is, `carry_url` where nothing
    of it may be carried over, `page_url` where it answers no other request of the visitor's."""

    owner: str
    download_url: str
    carry_url: str
    page_url: str
    page: str


def wrong_workbook(submission: Submission, actor: Actor, *, may_carry: bool) -> WrongWorkbook | None:
    """This will tell where a refused file belongs; nothing for a file that is no wrong workbook."""
    if submission.state != SubmissionState.REFUSED or submission.refusal_code not in WRONG:
        return None
    request = submission.request
    instrument = current_instrument(request)
    is_of_here = submission.refusal_code != OTHER_OFFICE
    owner = _owner(submission) if is_of_here else None
    is_own = is_of_here and (owner is None or request.agency_id in (owner.pk, owner.successor_id))
    home = _home(submission, actor)
    keys = [request.pk, submission.pk]
    return WrongWorkbook(
        owner=owner.name if owner and owner.pk != request.agency_id and _may_know(actor, owner) else "",
        download_url=reverse("step3:file", args=[request.pk, instrument.file_id]) if instrument else "",
        carry_url=reverse("step3:carry", args=keys) if may_carry and instrument and is_own else "",
        page_url=reverse("step3:request", args=[home.pk]) if home else "",
        page=f"{home.agency.short_name}, {home.round.title}" if home else "",
    )


def current_instrument(request: Request) -> Instrument | None:
    """This will give the workbook that an agency is to fill now: the newest of its request."""
    return request.instruments.select_related("file").order_by("-version").first()


def _owner(submission: Submission) -> Agency | None:
    """The agency that the workbook names; nothing where it names none that is known here."""
    stated = str(submission.refusal_facts.get("agency", ""))
    return Agency.objects.filter(office=submission.office_id, code=stated).first() if stated else None


def _may_know(actor: Actor, owner: Agency) -> bool:
    """Whether somebody may learn whose workbook it is: the office, and people of that agency or of its successor."""
    if actor.may(Permission.SEE_ALL_SUBMISSIONS):
        return True
    return bool(actor.roles_at(owner)) or (owner.successor_id is not None and owner.successor_id in actor.agencies)


def _home(submission: Submission, actor: Actor) -> Request | None:
    """The other request that this very workbook answers, if the visitor may see it."""
    facts = submission.refusal_facts
    try:
        round_ = UUID(str(facts.get("round", "")))
    except ValueError:
        return None
    asked = requests_of(actor).filter(round_id=round_, agency__code=str(facts.get("agency", "")))
    instruments = Instrument.objects.filter(request__in=asked.exclude(pk=submission.request_id))
    found = instruments.filter(definition__id=str(facts.get("instrument", ""))).select_related(
        "request__agency", "request__round"
    )
    first = found.first()
    return first.request if first else None
