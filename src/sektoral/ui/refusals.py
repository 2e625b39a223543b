"""Turns a refusal into what the visitor can read: a page, a fragment, or JSON for a program."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sektoral.domain.errors import SektoralError
from sektoral.ui.components import Notice, Tone
from sektoral.ui.messages import error_body, remedy, sentence, title

WANTS_JSON = ("application/json",)


def answer_refusal(request: HttpRequest, error: SektoralError) -> HttpResponse:
    """This will answer with the error's status: JSON to a program, a notice to htmx, a page to a browser."""
    if request.headers.get("Accept", "").startswith(WANTS_JSON):
        return JsonResponse(error_body(error), status=error.status)
    template = "components/notice_only.html" if request.headers.get("HX-Request") else "error.html"
    context = {"notice": notice_of(error), "title": title(error), "status": error.status}
    return render(request, template, context, status=error.status)


def notice_of(error: SektoralError) -> Notice:
    """This will put a refusal into a notice: what happened, what to do, the code to quote."""
    tone = Tone.WAIT if error.status == HTTPStatus.SERVICE_UNAVAILABLE else Tone.BAD
    return Notice(tone=tone, title=title(error), text=sentence(error), remedy=remedy(error), code=error.code)
