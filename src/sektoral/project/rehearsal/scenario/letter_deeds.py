"""Events about the round and its letters, from the opening to the report and its addendum."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sektoral.adapters.signatures.port import Credentials, Failed, Signed, SigningGateway, ToSign
from sektoral.domain.errors import SektoralError, WrongState
from sektoral.domain.papers import SigningService
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState, RequestState, RoundState
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.initialling import initial as initial_letter
from sektoral.letters.actions.recovering import reconcile
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign as sign_letter
from sektoral.project.rehearsal.scenario.particulars import malformed
from sektoral.project.rehearsal.scenario.script import Happening
from sektoral.project.rehearsal.scenario.stage import Stage
from sektoral.records.actors import Actor
from sektoral.records.asking import asking_letters, names
from sektoral.records.models import Agency, Letter, Request
from sektoral.steps.step1_request.actions.rounds import Order, open_round, prepare_letters
from sektoral.steps.step2_distribute.actions import send as send_request
from sektoral.steps.step3_submit.actions.deadlines import Grant, extend
from sektoral.steps.step5_report.actions import close_intake, draft_addendum, draft_report, living_report

OMITTED = "Tidak diikutkan dalam skenario."
ASKED = "skenario"


class SilentGateway:
    """A gateway that never answers, so that nobody knows whether it signed."""

    service = SigningService.TEST
    at_once = 1

    def sign(self, batch: Sequence[ToSign], credentials: Credentials | None, at: datetime) -> Sequence[Signed | Failed]:
        """This will let every letter's outcome be unknown."""
        return [Failed(one.reference, "gateway_timeout", unknown=True) for one in batch]


def open_the_round(stage: Stage, event: Happening) -> None:
    """`round.open`: `agencies` (all), `period` (last year), `title`, `omissions` {code: reason} or one `reason`."""
    everybody = list(Agency.objects.filter(office=stage.office, successor__isnull=True))
    names = event.what.texts("agencies")
    asked = everybody if names is None else [stage.agency(name, event=event.number) for name in names]
    reasons = event.what.mapping("omissions", "omitted")
    usual = event.what.text("reason", "omission_reason", default="" if reasons else OMITTED)
    omissions = {one.pk: str(reasons.get(one.code, usual)) for one in everybody if one not in asked}
    period = event.what.text("period", default=str(event.at.year - 1))
    order = Order(period, event.what.text("title"), asked, omissions)
    open_round(order, by=stage.actor(event.by), at=event.at)


def prepare(stage: Stage, event: Happening) -> None:
    """`letters.prepare`: a letter for every request that has none."""
    if not prepare_letters(stage.round, by=stage.actor(event.by), at=event.at):
        raise WrongState("nothing_waits")


def initial(stage: Stage, event: Happening) -> None:
    """`letters.initial`: `agencies` (all that wait for a paraf)."""
    by = stage.actor(event.by)
    letters = _letters(stage, event, LetterState.INITIALLING)
    _each(letters, event, lambda letter: initial_letter(letter, by=by, at=event.at))


def sign(stage: Stage, event: Happening) -> None:
    """`letters.sign`: `agencies` (all unsigned), `gateway` (ok, timeout). What is unknown is asked after first."""
    by, gateway = stage.actor(event.by), _gateway(event)
    letters = _letters(stage, event, *(state for state in LetterState if state is not LetterState.SIGNED))
    _each(letters, event, lambda letter: _sign_one(letter, gateway, by=by, at=event.at))


def send(stage: Stage, event: Happening) -> None:
    """`requests.send`: `agencies` (all that were not sent)."""
    by = stage.actor(event.by)
    names = event.what.texts("agencies", "agency")
    if names is None:
        requests = list(stage.requests().filter(state=RequestState.DRAFT))
    else:
        requests = [stage.request_of(stage.agency(name, event=event.number)) for name in names]
    _each(requests, event, lambda request: send_request(request, by=by, at=event.at))


def extend_request(stage: Stage, event: Happening) -> None:
    """`request.extend`: `agency` or `agencies`, `days`, `reason`, `tables` (the whole request)."""
    by, days = stage.actor(event.by), event.what.whole("days")
    for name in event.what.texts("agencies", "agency") or ():
        request = stage.request_of(stage.agency(name, event=event.number))
        tables = stage.tables(request, event.what.texts("tables", "table") or ())
        extend(Grant(request, days, event.what.text("reason"), tables), by=by, at=event.at)
    if event.what.find("agencies", "agency") is None:
        raise malformed("agency: expected", event=event.number)


def close(stage: Stage, event: Happening) -> None:
    """`intake.close`."""
    close_intake(stage.round, by=stage.actor(event.by), at=event.at)


def sign_report(stage: Stage, event: Happening) -> None:
    """`report.sign`: drafted, initialled and signed at once; once the round is closed, its addendum. `gateway`."""
    by, gateway = stage.actor(event.by), _gateway(event)
    letter = _report_to_sign(stage)
    for role in (Role.SUKOR, Role.KABID):
        if letter.steps.filter(role=role, done_at__isnull=True).exists():
            initial_letter(letter, by=stage.seated(role), at=event.at)
            letter.refresh_from_db()
    _sign_one(letter, gateway, by=by, at=event.at)


def _report_to_sign(stage: Stage) -> Letter:
    round_, jp = stage.round, stage.seated(Role.JP)
    if round_.state == RoundState.CLOSED:
        unsigned = round_.letters.filter(kind="addendum").exclude(state__in=[LetterState.SIGNED, LetterState.VOID])
        return unsigned.first() or draft_addendum(round_, by=jp, at=stage.at)
    return living_report(round_) or draft_report(round_, by=jp, at=stage.at)


def _sign_one(letter: Letter, gateway: SigningGateway, *, by: Actor, at: datetime) -> None:
    """The page shows the final bytes, and exactly those are signed."""
    letter = Letter.objects.select_related("office", "agency", "final_file").get(pk=letter.pk)
    if letter.state == LetterState.SIGNING_UNKNOWN:
        reconcile(letter, according_to=ASKED, by=by, at=at)
        letter.refresh_from_db()
    shown = finalise(letter, by=by, at=at)
    sign_letter(letter, sha256=shown.sha256, by=by, at=at, gateway=gateway)


def _gateway(event: Happening) -> SigningGateway:
    match event.what.text("gateway", default="ok"):
        case "ok":
            return local_authority()
        case "timeout":
            return SilentGateway()
        case other:
            raise malformed(f"gateway: {other!r} is neither ok nor timeout", event=event.number)


def _letters(stage: Stage, event: Happening, *states: LetterState) -> list[Letter]:
    """The request letters of the named agencies in whatever state, or all that are in one of `states`."""
    letters = asking_letters().filter(round=stage.round).order_by("request__agency__position")
    wanted = event.what.texts("agencies", "agency")
    if wanted is None:
        return list(letters.filter(state__in=states))
    agencies = [stage.agency(name, event=event.number) for name in wanted]
    return list(letters.filter(names(stage.round.requests.filter(agency__in=agencies))))


def _each(things: Sequence[Letter] | Sequence[Request], event: Happening, do: Callable[..., None]) -> None:
    """Do it for each; raise the first refusal where the event names its agencies, or where nothing came off."""
    if not things:
        raise WrongState("nothing_waits")
    refusals = []
    for thing in things:
        try:
            do(thing)
        except SektoralError as refusal:
            refusals.append(refusal)
    named = event.what.find("agencies", "agency") is not None
    if refusals and (named or len(refusals) == len(things)):
        raise refusals[0]
