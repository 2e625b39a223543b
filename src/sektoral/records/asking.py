"""Which letters ask for a request's data: its own, one with an attached list of addressees, and their corrections."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sektoral.domain.letters import REQUEST_KINDS
from sektoral.domain.states import LetterState, RequestState
from sektoral.records.models import Addressee, HandOn, Letter, Request, Round


def asking_letters() -> QuerySet[Letter]:
    """This will list the request letters and nota dinas that are not void."""
    return Letter.objects.filter(kind__in=REQUEST_KINDS).exclude(state=LetterState.VOID)


def names(requests: Request | QuerySet[Request]) -> Q:
    """This will select the letters that are about any of these requests, also by an attached list.

    Neither half finds them alone, so that no index helps: say beside it of which office or round they are.
    """
    among = [requests] if isinstance(requests, Request) else requests
    return Q(request__in=among) | Q(Exists(Addressee.objects.filter(letter=OuterRef("pk"), request__in=among)))


def asking_letter_of(request: Request) -> Letter | None:
    """This will give the letter that asks for a request's data now; after a merger, the one to the predecessor."""
    letters = asking_letters().filter(office=request.office_id).select_related("office")
    own = in_force(letters.filter(names(request)))
    return own or in_force(letters.filter(names(former_of(request))))


def asking_letter_of_each(requests: Sequence[Request]) -> Mapping[UUID, Letter | None]:
    """This will give the same for many requests of a round; only those of a merger are asked for one by one."""
    own = asking_letters_by_request(requests, asking_letters().select_related("office"))
    return {one.pk: in_force(own.get(one.pk, ())) or asking_letter_of(one) for one in requests}


def former_of(request: Request) -> QuerySet[Request]:
    """This will list the requests from which this one took over tables, by a merger or one by one."""
    return Request.objects.filter(Q(moved_to=request) | Q(tables__items__hand_on__row__request=request)).distinct()


def asking_letters_by_request(
    requests: Sequence[Request], letters: QuerySet[Letter]
) -> Mapping[UUID, Sequence[Letter]]:
    """This will find which of these letters ask for each of a round's requests, those of a merger left out."""
    about = names(Request.objects.filter(pk__in=[one.pk for one in requests]))
    named = letters.filter(about, office__in={one.office_id for one in requests})
    by_request: dict[UUID, list[Letter]] = {}
    for letter in named.prefetch_related("addressees"):
        own = [letter.request_id] if letter.request_id else [one.request_id for one in letter.addressees.all()]
        for request in own:
            by_request.setdefault(request, []).append(letter)
    return by_request


def in_force(letters: Iterable[Letter]) -> Letter | None:
    """This will choose among letters about the same: the one signed last, else the one drafted last."""
    return max(letters, key=_order, default=None)


def first_bundle(round_: Round) -> QuerySet[Letter]:
    """This will list the letters by which step 1 of a round is counted; a correction of a signed one comes after it."""
    return asking_letters().filter(round=round_).exclude(supersedes__state=LetterState.SIGNED)


def requests_without_letter(round_: Round) -> QuerySet[Request]:
    """This will list the requests whose letter is to be drafted; one that was moved stands under its old letter."""
    living = asking_letters()
    listed = Addressee.objects.filter(letter__in=living)
    waiting = round_.requests.exclude(state=RequestState.CLOSED)
    return waiting.exclude(
        Exists(living.filter(request=OuterRef("pk")))
        | Exists(living.filter(request__moved_to=OuterRef("pk")))
        | Exists(listed.filter(request=OuterRef("pk")))
        | Exists(listed.filter(request__moved_to=OuterRef("pk")))
        | Exists(HandOn.objects.filter(row__request=OuterRef("pk"), row__request__sent_at=F("handed_at")))
    )


def _order(letter: Letter) -> tuple[bool, datetime]:
    return letter.signed_at is not None, letter.signed_at or letter.drafted_at
