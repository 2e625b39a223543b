"""Who may open a page. Every view carries one of these marks (`view.guard`), and a guard test holds that.

Each mark also gives the view its visitor, shows times in the office's zone, and turns a refusal into a page that says
what is missing and who can meet it. Who is signed in and still lacks what a real installation asks of them (a second
factor, a password that has not expired) is led to where they set it up, and nothing else opens.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from sektoral.domain.errors import NotFound, Refused, SektoralError
from sektoral.domain.roles import Permission, Role, permissions_of
from sektoral.records.models import Office, Person
from sektoral.ui.entry import lacks
from sektoral.ui.refusals import answer_refusal
from sektoral.ui.security_log import Occurrence, tell
from sektoral.ui.shell import only_office
from sektoral.ui.visit import Visit, Work, actor_of, at_of, office_time, offices_of

REFUSALS = {"too_many_tries": Occurrence.LIMIT_REACHED}  # what the security log calls by a name of its own

P = ParamSpec("P")
PublicView = Callable[Concatenate[Visit, P], HttpResponseBase]
WorkView = Callable[Concatenate[Work, P], HttpResponseBase]
Door = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def public(view: PublicView[P]) -> Door[P]:
    """This will mark a view that anybody may open; `request.actor` is None for who is not signed in."""

    @wraps(view)
    def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return _guarded(cast(Visit, request), lambda visitor: view(visitor, *args, **kwargs))

    return _marked(cast(Door[P], door), "public")


def signed_in(view: PublicView[P]) -> Door[P]:
    """This will mark a view for any person who is signed in, with or without a seat in an office."""

    @wraps(view)
    def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        turned_away = _turned_away(request)
        if turned_away:
            return turned_away
        return _guarded(cast(Visit, request), lambda visitor: view(visitor, *args, **kwargs))

    return _marked(cast(Door[P], door), "signed_in")


def entering(view: PublicView[P]) -> Door[P]:
    """This will mark a view for who is signed in, also while a second factor is still to be set up."""

    @wraps(view)
    def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, Person):
            return ask_to_sign_in(request)
        return _guarded(cast(Visit, request), lambda visitor: view(visitor, *args, **kwargs))

    return _marked(cast(Door[P], door), "entering")


def needs(*permissions: Permission) -> Callable[[WorkView[P]], Door[P]]:
    """This will mark a view for persons who may do any one of `permissions`, in the office or for one of its agencies.

    The right to one object is asked where it is fetched.
    """

    def mark(view: WorkView[P]) -> Door[P]:
        @wraps(view)
        def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            turned_away = _turned_away(request)
            if turned_away:
                return turned_away
            if actor_of(request) is None and len(offices_of(cast(Person, request.user), at_of(request))) > 1:
                return redirect("accounts:choose_office")
            return _guarded(cast(Visit, request), lambda visitor: view(_at_work(visitor, permissions), *args, **kwargs))

        return _marked(cast(Door[P], door), ", ".join(permissions))

    return mark


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """This will lead to the sign-in page and back; a fragment tells htmx to load that page whole."""
    if request.headers.get("HX-Request"):
        return _load_whole("account_login")
    return redirect_to_login(request.get_full_path())


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    """Strangers sign in; who lacks something sets it up."""
    if not isinstance(request.user, Person):
        return ask_to_sign_in(request)
    lacking = lacks(request, at=at_of(request))
    if lacking is None:
        return None
    return _load_whole(lacking) if request.headers.get("HX-Request") else redirect(lacking)


def _load_whole(name: str) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Redirect": reverse(name)})


def _guarded(request: Visit, view: Callable[[Visit], HttpResponseBase]) -> HttpResponseBase:
    actor = actor_of(request)
    with office_time(actor.office if actor else _public_office()):
        try:
            return view(request)
        except SektoralError as error:
            if isinstance(error, Refused | NotFound):
                tell(REFUSALS.get(error.code, Occurrence.RIGHT_REFUSED), request, code=error.code)
            return answer_refusal(request, error)


def _public_office() -> Office | None:
    try:
        return only_office()
    except DatabaseError:
        return None  # the health page says so itself


def _at_work(request: Visit, permissions: tuple[Permission, ...]) -> Work:
    if request.actor is None:
        raise NotFound("no_assignment")
    if not set(permissions) & permissions_of(request.actor.all_roles):
        raise Refused("not_permitted", permission=permissions[0].value, who=_holders(permissions))
    return cast(Work, request)


def _holders(permissions: tuple[Permission, ...]) -> str:
    return ", ".join(role.value for role in Role if set(permissions) & permissions_of(frozenset({role})))


def _marked(door: Door[P], guard: str) -> Door[P]:
    door.guard = guard  # type: ignore[attr-defined]
    return door
