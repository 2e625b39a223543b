"""After a form: do it, say what came of it, and go back to the page (POST, redirect, GET)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sektoral.domain.errors import Invalid, WrongState
from sektoral.ui.messages import explained


def act_and_return(request: HttpRequest, act: Callable[[], object], *, done: str, to: str) -> HttpResponse:
    """This will do `act` and lead to the address `to`, where `done` is said, or why it could not be done.

    What is not the person's to do (`Refused`, `NotFound`) is left to the guard.
    """
    try:
        act()
    except (WrongState, Invalid) as error:
        messages.error(request, explained(error))
    else:
        messages.success(request, done)
    return redirect(to)
