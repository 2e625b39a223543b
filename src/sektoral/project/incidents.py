"""What a visitor is told when something breaks down: a number that stands in the log too, and nothing of the fault.

Where the machine is at fault, a database that is away or a full disk, it is said, with when to try again.
"""

import logging
import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sektoral.project import logs
from sektoral.project.outages import outage_of
from sektoral.ui.refusals import WANTS_JSON, answer_plainly

PROGRAMS = "/api/"
SHOWN = 12  # characters of the id, as a person reads it out on the telephone

_log = logging.getLogger(__name__)


def broken_down(request: HttpRequest) -> HttpResponse:
    """This will note the fault and answer with the number of its request in the log: a page, or JSON to a program.

    Django calls it while the fault is being handled, so that the log has its traceback where the program is at fault.
    """
    number = logs.current_id()[:SHOWN]
    error = sys.exc_info()[1]
    outage = outage_of(error)
    if outage:  # every visitor meets it until it passes: one line each, for where it was noticed tells nothing
        _log.error("incident %s: %s (%s)", number, outage.code, str(error).partition("\n")[0])
        answer = answer_plainly(request, outage)
    else:
        _log.error("incident %s", number, exc_info=True)
        answer = _answer(request, number)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # else Django logs it once more, without the number
    return answer


def _answer(request: HttpRequest, number: str) -> HttpResponse:
    if request.path.startswith(PROGRAMS) or request.headers.get("Accept", "").startswith(WANTS_JSON):
        message = f"Sistem gagal menyelesaikan permintaan ini. Nomor kejadian: {number}."
        return JsonResponse({"code": "broken_down", "message": message, "facts": {"incident": number}}, status=500)
    return render(None, "500.html", {"incident": number}, status=500)  # its person may be what broke: no request
