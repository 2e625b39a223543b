"""Step-up: before an act that binds or cannot be undone, proof within the last five minutes that it is still them.

A form that was posted without it is not lost: the page that asks for the proof carries what was typed, and pressing its
button does what was to be done. ADR 0049. Signing asks in its own form, see `letters.step_up`.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from allauth.account import app_settings as account_settings
from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.base.forms import ReauthenticateForm as CodeForm
from allauth.mfa.models import Authenticator
from allauth.utils import get_form_class
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from sektoral.domain.errors import Refused
from sektoral.records.models import Person
from sektoral.ui.entry import has_factor
from sektoral.ui.messages import error_body
from sektoral.ui.security_log import Occurrence, tell
from sektoral.ui.visit import Work, at_of

P = ParamSpec("P")
WorkView = Callable[Concatenate[Work, P], HttpResponseBase]

FRESH = 5 * 60  # seconds
PREFIX = "bukti"  # of the proof's own fields among those of the form
READS = ("GET", "HEAD", "OPTIONS")
AGAIN = "Belum dijalankan. Setelah membuktikan bahwa ini Anda, tekan lagi tombolnya."


def steps_up(view: WorkView[P]) -> WorkView[P]:
    """This will let the view change something only for who has proved within five minutes that it is them."""

    @wraps(view)
    def door(request: Work, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        asked = None if request.method in READS or is_fresh(request) else _proof_or_question(request)
        return asked or view(request, *args, **kwargs)

    return _marked(cast(WorkView[P], door), "asked")


def asks_itself(view: WorkView[P]) -> WorkView[P]:
    """This will mark a view whose own form asks for the proof at every post."""
    return _marked(view, "in_its_form")


def is_fresh(request: HttpRequest) -> bool:
    """This will tell whether who is signed in proved it in the last five minutes; by the factor if they have one."""
    if not settings.STEP_UP:
        return True
    if not isinstance(request.user, Person):
        return False
    now, by_factor = at_of(request).timestamp(), has_factor(request.user)
    proofs = get_authentication_records(request, request.user)
    return any(abs(now - proof["at"]) < FRESH for proof in proofs if proof["method"] == "mfa" or not by_factor)


def _proof_or_question(request: Work) -> HttpResponse | None:
    """Take the proof out of what was posted; without one, or with a wrong one, ask for it."""
    person = request.actor.person
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse(error_body(Refused("step_up_needed")), status=Refused.status)
    if request.FILES or request.headers.get("HX-Request"):
        return _prove_elsewhere(request)
    form = proof_form(person, request.POST if f"{PREFIX}-asked" in request.POST else None)
    if form is not None and form.is_bound:
        if form.is_valid():
            _note(request, form)
            return None
        tell(Occurrence.STEP_UP_FAILED, request)
    return _question(request, form)


def proof_form(person: Person, data: object = None) -> forms.Form | None:
    """This will give the form for the code of the person's app or, who has no factor, the password; or none."""
    types = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    made: forms.Form | None = None
    if Authenticator.Type.TOTP in types:
        kind = get_form_class(mfa_settings.FORMS, "reauthenticate", CodeForm)
        made = kind(data, user=person, prefix=PREFIX)
    elif not types and person.has_usable_password():
        kind = get_form_class(account_settings.FORMS, "reauthenticate", PasswordForm)
        made = kind(data, user=person, prefix=PREFIX)
    return made


def _note(request: Work, form: forms.Form) -> None:
    if "code" in form.fields:
        form.save()  # type: ignore[attr-defined]  # allauth notes use and time of the factor
    else:
        reauthenticate_by_password(request)


def _question(request: Work, form: forms.Form | None) -> HttpResponse:
    carried: Sequence[tuple[str, str]] = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not name.startswith(f"{PREFIX}-")
    ]
    back = came_from(request)
    page = {"form": form, "carried": carried, "prefix": PREFIX, "back": back, "elsewhere": _elsewhere(back)}
    return render(request, "step_up.html", page, status=Refused.status)


def _prove_elsewhere(request: Work) -> HttpResponse:
    """Files and fragments are not carried along: prove it on the page for that, come back and press again."""
    messages.warning(request, AGAIN)
    to = _elsewhere(came_from(request))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return redirect(to)


def came_from(request: HttpRequest) -> str:
    """This will give the page of ours that the form stood on; the first page where the browser does not say."""
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    address = urlsplit(told)
    return f"{address.path}?{address.query}" if address.query else address.path


def _elsewhere(back: str) -> str:
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"


def _marked(view: WorkView[P], how: str) -> WorkView[P]:
    view.step_up = how  # type: ignore[attr-defined]
    return view
