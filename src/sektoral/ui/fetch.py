"""Fetching with the right: an object that this person may not know of is not there (`NotFound`, 404).

Each function takes the actor and an id and gives one row of the actor's office. Persons of the office see what their
seats allow; persons of an agency see their own agency's, once it was sent to them.
"""

from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission, permissions_of
from sektoral.domain.states import LetterState, RequestState
from sektoral.records.actors import Actor
from sektoral.records.models import Addressee, Agency, Letter, Request, Round, Submission, SubmissionItem, Table

M = TypeVar("M", bound=Model)


def fetch_round(actor: Actor, pk: UUID) -> Round:
    """This will give a round; an agency's person gets the rounds that ask something of the agency."""
    rounds = Round.objects.filter(office=actor.office).select_related("sop")
    if not _office_may(actor, Permission.SEE_BOARD):
        rounds = rounds.filter(requests__in=requests_of(actor)).distinct()
    return _one(rounds, pk)


def fetch_request(actor: Actor, pk: UUID, *, to: Permission = Permission.SEE_ALL_SUBMISSIONS) -> Request:
    """This will give what a round asks of an agency."""
    return _one(requests_of(actor, to=to), pk)


def fetch_submission(actor: Actor, pk: UUID) -> Submission:
    """This will give a submission with its request."""
    return _one(_submissions_of(actor), pk)


def fetch_item(actor: Actor, pk: UUID) -> SubmissionItem:
    """This will give one table of a submission."""
    items = SubmissionItem.objects.filter(office=actor.office, submission__in=_submissions_of(actor))
    return _one(items.select_related("submission__request__agency", "requested_table__table"), pk)


def fetch_letter(actor: Actor, pk: UUID) -> Letter:
    """This will give a letter: any to who sees letters, to an agency those it writes and the signed ones it got."""
    return _one(letters_of(actor), pk)


def fetch_agency(actor: Actor, pk: UUID) -> Agency:
    """This will give an agency of the office, or the person's own."""
    agencies = Agency.objects.filter(office=actor.office)
    return _one(agencies if actor.roles else agencies.filter(pk__in=actor.agencies), pk)


def fetch_table(actor: Actor, pk: UUID) -> Table:
    """This will give a table of the catalogue, or one that the person's own agency owes."""
    tables = Table.objects.filter(office=actor.office)
    return _one(tables if actor.roles else tables.filter(agency__in=actor.agencies), pk)


def requests_of(actor: Actor, *, to: Permission = Permission.SEE_ALL_SUBMISSIONS) -> QuerySet[Request]:
    """This will list the requests that the person may see: all to who may do `to` in the office.

    What was sent stands on a request's page: a seat in one agency and one in the office do not add up to all of it.
    """
    requests = Request.objects.filter(office=actor.office).select_related("round", "agency")
    if _office_may(actor, to):
        return requests
    own = agencies_with(actor, Permission.SEE_OWN_REQUESTS)
    return requests.filter(agency__in=own).exclude(state=RequestState.DRAFT)


def letters_of(actor: Actor) -> QuerySet[Letter]:
    """This will list the letters that the person may see."""
    letters = Letter.objects.filter(office=actor.office).select_related("round", "request__agency", "agency")
    if _office_may(actor, Permission.SEE_LETTERS):
        return letters
    own = agencies_with(actor, Permission.SEE_OWN_REQUESTS)
    to_own = Q(request__agency__in=own) | Exists(
        Addressee.objects.filter(letter=OuterRef("pk"), request__agency__in=own)
    )
    return letters.filter(Q(agency__in=own) | (to_own & Q(state=LetterState.SIGNED)))


def agencies_with(actor: Actor, permission: Permission) -> list[UUID]:
    """This will list the agencies for which the person may do this."""
    return [agency for agency, roles in actor.agencies.items() if permission in permissions_of(roles)]


def _submissions_of(actor: Actor) -> QuerySet[Submission]:
    submissions = Submission.objects.filter(office=actor.office).select_related(
        "request__round", "request__agency", "file"
    )
    if _office_may(actor, Permission.SEE_ALL_SUBMISSIONS):
        return submissions
    return submissions.filter(request__agency__in=agencies_with(actor, Permission.SEE_OWN_REQUESTS))


def _office_may(actor: Actor, permission: Permission) -> bool:
    return permission in permissions_of(actor.roles)


def _one(rows: QuerySet[M], pk: UUID) -> M:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("not_found")
    return found
