"""Doors of the outbox: the office's list of messages with its decisions, and each person's own notices."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sektoral.domain.errors import NotFound
from sektoral.outbox.actions.deciding import assume_sent, send_again
from sektoral.outbox.actions.reading import mark_all_read, mark_read
from sektoral.outbox.queries.inbox import INBOX, get_notice, list_notices
from sektoral.outbox.queries.outgoing import OUTGOING, get_message, message_page, outgoing_page
from sektoral.outbox.rights import SEES, may_decide
from sektoral.records.actors import Actor
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs, signed_in
from sektoral.ui.lists import export, list_page
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Visit, Work

TITLE = "Pesan keluar"


@require_safe
@needs(*SEES)
def outgoing(request: Work) -> HttpResponse:
    """This will list what is queued, what has left, and what is stuck."""
    query = request.GET.dict()
    page = outgoing_page(request.actor, request=_key(query.get("permintaan", "")))
    file = export(OUTGOING, page.rows, query, ZoneInfo(request.actor.office.time_zone))
    if file is not None:
        return file
    shown = {"page": page, "list": list_page(OUTGOING, page.rows, query), "crumbs": crumbs(TITLE)}
    return render(request, "outbox/outgoing.html", shown)


@require_safe
@needs(*SEES)
def message(request: Work, key: UUID) -> HttpResponse:
    """This will show one message, why it has not left, and what may be done about it."""
    page = message_page(get_message(request.actor, key))
    trail = crumbs((TITLE, reverse("outbox:outgoing")), page.row.subject)
    shown = {"page": page, "may_decide": may_decide(request.actor), "crumbs": trail}
    return render(request, "outbox/message.html", shown)


@require_POST
@needs(*SEES)
def again(request: Work, key: UUID) -> HttpResponse:
    """This will have a message sent once more, because a person says so."""
    found = get_message(request.actor, key)
    return act_and_return(
        request,
        lambda: send_again(found, by=request.actor, at=request.at),
        done="Pesan antre lagi dan berangkat sebentar lagi.",
        to=reverse("outbox:message", args=[key]),
    )


@require_POST
@needs(*SEES)
def assume(request: Work, key: UUID) -> HttpResponse:
    """This will hold a message for sent, because a person says so."""
    found = get_message(request.actor, key)
    return act_and_return(
        request,
        lambda: assume_sent(found, by=request.actor, at=request.at),
        done="Pesan dicatat sudah sampai.",
        to=reverse("outbox:message", args=[key]),
    )


@require_safe
@signed_in
def inbox(request: Visit) -> HttpResponse:
    """This will list the person's own notices."""
    actor = _seated(request)
    rows, query = list_notices(actor), request.GET.dict()
    file = export(INBOX, rows, query, ZoneInfo(actor.office.time_zone))
    if file is not None:
        return file
    shown = {
        "list": list_page(INBOX, rows, query),
        "unread": sum(not row.is_read for row in rows),
        "crumbs": crumbs("Pemberitahuan"),
    }
    return render(request, "outbox/inbox.html", shown)


@require_safe
@signed_in
def open_notice(request: Visit, key: UUID) -> HttpResponse:
    """This will lead to the page that a notice is about, and note that it was read."""
    notice = get_notice(_seated(request), key)
    mark_read(notice, at=request.at)
    return redirect(notice.path or "outbox:inbox")


@require_POST
@signed_in
def read_all(request: Visit) -> HttpResponse:
    """This will note that all notices were read."""
    mark_all_read(by=_seated(request), at=request.at)
    messages.success(request, "Semua pemberitahuan ditandai sudah dibaca.")
    return redirect("outbox:inbox")


def _seated(request: Visit) -> Actor:
    if request.actor is None:
        raise NotFound("no_assignment")
    return request.actor


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)  # nobody's
