"""Turns a refusal into what the visitor can read: a page, a fragment, or JSON for a program."""

from dataclasses import replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from sektoral.domain.errors import SektoralError, Unavailable
from sektoral.ui.components import Notice, Tone
from sektoral.ui.messages import error_body, remedy, sentence, title
from sektoral.ui.step_up import came_from

WANTS_JSON = ("application/json",)
RETRY_AFTER = "30"  # seconds, in every 503


def answer_refusal(request: HttpRequest, error: SektoralError) -> HttpResponse:
    """This will answer with the error's status: JSON to a program, a notice to htmx, a page to a browser."""
    if _asks_for_json(request):
        return _dressed(JsonResponse(error_body(error), status=error.status))
    if request.headers.get("HX-Request"):
        return _dressed(
            render(request, "components/notice_only.html", {"notice": notice_of(error)}, status=error.status)
        )
    notice = replace(notice_of(error), title=sentence(error), text="")  # the kind of refusal is the page's own title
    context = {"notice": notice, "title": title(error), "back": came_from(request)}
    return _dressed(render(request, "error.html", context, status=error.status))


def answer_plainly(request: HttpRequest, error: Unavailable) -> HttpResponse:
    """This will answer the same without asking the database who the visitor is: it may be what is away."""
    if _asks_for_json(request) or request.path.startswith("/api/"):
        return _dressed(JsonResponse(error_body(error), status=error.status))
    template = "components/notice_only.html" if request.headers.get("HX-Request") else "503.html"
    page = render_to_string(template, {"notice": notice_of(error), "title": title(error)})
    return _dressed(HttpResponse(page, status=error.status))


def notice_of(error: SektoralError) -> Notice:
    """This will put a refusal into a notice: what happened, what to do, the code to quote."""
    tone = Tone.WAIT if error.status == HTTPStatus.SERVICE_UNAVAILABLE else Tone.BAD
    return Notice(tone=tone, title=title(error), text=sentence(error), remedy=remedy(error), code=error.code)


def _asks_for_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith(WANTS_JSON)


def _dressed(response: HttpResponse) -> HttpResponse:
    """Say when to try again what is only away for a while."""
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_AFTER
    return response
