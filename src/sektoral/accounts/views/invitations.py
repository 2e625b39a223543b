"""Doors of an invitation: its link, the proof of the address by a code, and taking it up once signed in."""

from typing import cast
from uuid import UUID

from allauth.account.views import RequestLoginCodeView
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sektoral.accounts import actions
from sektoral.accounts.forms import TakeUpForm
from sektoral.accounts.queries import get_by_token, get_open, invitation_page, own_invitations
from sektoral.domain.errors import WrongState
from sektoral.domain.roles import Role
from sektoral.records.actors import local_date
from sektoral.records.models import Person
from sektoral.ui.components import crumbs
from sektoral.ui.guards import entering, public
from sektoral.ui.limits import Limit, address_of
from sektoral.ui.messages import explained
from sektoral.ui.rights import ROLE_WORDS
from sektoral.ui.visit import Visit

FOLLOWED = "invitation"  # the session's key for the invitation whose link was followed; never the token itself
LINKS = Limit("invitation.link", most=30, seconds=300)  # by one network address
PROOFS = Limit("invitation.proof", most=5, seconds=3600)  # of one invitation


class _SendCode(RequestLoginCodeView):  # type: ignore[misc]
    """Sends allauth's sign-in code to the invited address, whatever was posted."""

    def get_form_kwargs(self) -> dict[str, object]:
        """This will let the invitation say the address."""
        return {"data": {"email": self.kwargs["email"]}}


@never_cache
@require_safe
@public
def follow(request: Visit, token: str) -> HttpResponse:
    """This will note which invitation the link is of, and lead on to an address without the token."""
    LINKS.take(address_of(request), request.at)
    request.session[FOLLOWED] = str(get_by_token(token, at=request.at).pk)
    return redirect("accounts:invitation")


@never_cache
@require_safe
@public
def invitation(request: Visit) -> HttpResponse:
    """This will show the invitation that was followed; to its own person, signed in, with the means to take it up."""
    if isinstance(request.user, Person):
        return _own(request, request.user)
    followed = request.session.get(FOLLOWED)
    if followed is None:
        return redirect("account_login")
    shown = {"page": invitation_page(get_open(followed, at=request.at)), "crumbs": crumbs("Undangan")}
    return render(request, "accounts/invitation.html", shown)


@never_cache
@require_POST
@public
def prove(request: Visit) -> HttpResponseBase:
    """This will send a code to the invited address; who types it in is signed in and comes back to the invitation."""
    if isinstance(request.user, Person):
        return redirect("accounts:invitation")
    followed = request.session.get(FOLLOWED)
    if followed is None:
        return redirect("account_login")
    PROOFS.take(str(followed), request.at)
    found = get_open(followed, at=request.at)
    actions.ready_account(found, at=request.at)
    return cast(HttpResponseBase, _SendCode.as_view()(request, email=found.email))


@require_POST
@entering
def accept(request: Visit, key: UUID) -> HttpResponse:
    """This will seat the invited person."""
    person = cast(Person, request.user)
    form = TakeUpForm(request.POST)
    if not form.is_valid():
        return _own(request, person, form)
    try:
        seat = actions.accept(get_open(key, at=request.at), by=person, at=request.at)
    except WrongState as error:
        messages.error(request, explained(error))
        return redirect("accounts:invitation")
    if form.cleaned_data["phone"]:
        actions.change_settings(person=person, phone=form.cleaned_data["phone"], theme=person.theme)
    request.session.pop(FOLLOWED, None)
    messages.success(request, f"Penugasan Anda sebagai {ROLE_WORDS[Role(seat.role)]} {seat.agency} tercatat.")
    has_begun = seat.valid_from <= local_date(seat.office, request.at)
    return redirect("/" if has_begun else "accounts:invitation")


def _own(request: Visit, person: Person, form: TakeUpForm | None = None) -> HttpResponse:
    shown = {
        "own": own_invitations(person, request.session.get(FOLLOWED, ""), at=request.at),
        "form": form or TakeUpForm(initial={"phone": person.phone}),
        "crumbs": crumbs("Undangan"),
    }
    return render(request, "accounts/own_invitations.html", shown, status=422 if form and form.errors else 200)
