"""Doors of the administrator to people's accounts."""

from collections.abc import Callable, Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission
from sektoral.records.models import Person
from sektoral.setup.actions.accounts import close_account, end_sessions, remove_factor, reopen_account
from sektoral.setup.queries.accounts import ACCOUNTS, account_row, fetch_account, list_accounts
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.lists import export, list_page
from sektoral.ui.posts import act_and_return
from sektoral.ui.security_log import Occurrence, tell
from sektoral.ui.sessions import end_all_sessions
from sektoral.ui.step_up import steps_up
from sektoral.ui.visit import Work

TRAIL = ("Penataan", "setup:index")
ACTS: Mapping[str, tuple[Callable[..., None], str, Occurrence | None]] = {  # what it does, and what is said of it
    "akhiri-sesi": (end_sessions, "Semua sesinya diakhiri.", None),
    "tutup": (close_account, "Akun ditutup dan semua sesinya diakhiri.", Occurrence.ACCOUNT_CLOSED),
    "buka": (reopen_account, "Akun dibuka kembali.", Occurrence.ACCOUNT_REOPENED),
    "hapus-langkah-kedua": (
        remove_factor,
        "Langkah kedua dihapus; yang bersangkutan memasangnya lagi saat masuk.",
        Occurrence.FACTOR_RESET,
    ),
}


@require_safe
@needs(Permission.SET_UP)
def accounts(request: Work) -> HttpResponse:
    """This will list the office's accounts."""
    rows = list_accounts(request.actor)
    file = export(ACCOUNTS, rows, request.GET.dict(), ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    page = {"list": list_page(ACCOUNTS, rows, request.GET.dict()), "crumbs": crumbs((TRAIL[0], _index()), "Akun")}
    return render(request, "setup/accounts/index.html", page)


@require_safe
@needs(Permission.SET_UP)
def account(request: Work, key: UUID) -> HttpResponse:
    """This will show one account with what can be done to it."""
    row = account_row(request.actor, key)
    trail = crumbs((TRAIL[0], _index()), ("Akun", reverse("setup:accounts")), row.name)
    return render(request, "setup/accounts/account.html", {"row": row, "crumbs": trail})


@require_POST
@needs(Permission.SET_UP)
@steps_up
def act(request: Work, key: UUID, act: str) -> HttpResponse:
    """This will do one of `ACTS`. Whatever it is, nobody stays signed in as the person."""
    person = fetch_account(request.actor, key)
    if act not in ACTS:
        raise NotFound("not_found")
    do, done, occurrence = ACTS[act]

    def change() -> None:
        do(person, by=request.actor, at=request.at)
        _follow(request, person, occurrence)

    return act_and_return(request, change, done=done, to=reverse("setup:account", args=[key]))


def _follow(request: Work, person: Person, occurrence: Occurrence | None) -> None:
    end_all_sessions(request, person)
    if occurrence is not None:
        tell(occurrence, request, of=str(person.pk))


def _index() -> str:
    return reverse(TRAIL[1])
