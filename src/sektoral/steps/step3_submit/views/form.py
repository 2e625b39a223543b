"""The form in the browser: its tables, one table to type into, sending; also beside a file that is typed from."""

import hashlib
from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sektoral.domain.errors import Invalid, SektoralError, Unavailable, WrongState
from sektoral.domain.findings import Finding
from sektoral.records.models import Channel, Submission
from sektoral.steps.step3_submit.actions.drafts import Typing, check_may_type, save
from sektoral.steps.step3_submit.actions.typing import Sending, check_typed_now, send_typed
from sektoral.steps.step3_submit.forms import TypedForm
from sektoral.steps.step3_submit.queries.drafts import Desk, HeldTable, desk_of
from sektoral.steps.step3_submit.queries.form import FormList, form_list, form_table
from sektoral.steps.step3_submit.queries.reach import get_submission
from sektoral.steps.step3_submit.queries.rights import rights_of
from sektoral.steps.step3_submit.queries.scan import page_picture, scan_view
from sektoral.steps.step3_submit.views.request import MAY_SPEAK, address_of, trail
from sektoral.ui.components import Action, Notice
from sektoral.ui.fetch import fetch_request
from sektoral.ui.formats import time_text
from sektoral.ui.guards import needs
from sektoral.ui.posts import act_and_return
from sektoral.ui.refusals import WANTS_JSON, notice_of
from sektoral.ui.visit import Work

CHECK = "periksa"
MARKS = (("-", "Tidak ada"), ("...", "Tidak tersedia"), ("NA", "Tidak ditampilkan"), ("~0", "Sangat kecil"))
NOTHING = "Belum ada yang diisi."
SEND = "kirim-isian"  # the form that sends


@never_cache
@require_GET
@needs(*MAY_SPEAK)
def overview(request: Work, key: UUID, submission: UUID | None = None) -> HttpResponse:
    """This will list the tables with how far each is and what a check of now finds, and offer to send."""
    desk = _desk(request, key, submission)
    found, unchecked = _check(request, desk)
    page = form_list(desk, found)
    is_own = rights_of(request.actor, desk.request).may_submit
    context = {
        "page": page,
        "desk": desk,
        "unchecked": unchecked,
        "send": _send_action(desk, page),
        "send_url": reverse("step3:typing_send", args=desk.keys),
        "send_form": None if is_own or desk.submission else TypedForm(),
        "crumbs": trail(desk.request, _title(desk)),
    }
    return render(request, "step3/form.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@needs(*MAY_SPEAK)
def table(request: Work, key: UUID, sheet: str, submission: UUID | None = None) -> HttpResponse:
    """This will show one table to type into, and keep what is typed: whole by a button, or field by field by script."""
    desk = _desk(request, key, submission)
    if request.method != "POST":
        return _table(request, desk, sheet)
    if request.headers.get("Accept", "").startswith(WANTS_JSON):
        return JsonResponse(_saved(request, _save(request, desk, sheet)))
    try:
        _save(request, desk, sheet)
    except (WrongState, Invalid) as error:
        return _table(request, desk, sheet, refused=error)
    query = f"?bagian={_part(request)}" if _part(request) > 1 else "?"
    if request.POST.get("aksi") == CHECK:
        return redirect(f"{request.path}{query}&{CHECK}=1#temuan")
    messages.success(request, "Isian tersimpan. Belum terkirim sampai Anda menekan Kirim.")
    return redirect(f"{request.path}{query.rstrip('?')}")


@require_POST
@needs(*MAY_SPEAK)
def send(request: Work, key: UUID, submission: UUID | None = None) -> HttpResponse:
    """This will send what is typed and lead to the request's page, which tells how the reading goes."""
    desk = _desk(request, key, submission)
    is_own = rights_of(request.actor, desk.request).may_submit
    form = TypedForm(request.POST)
    sending = Sending(desk)
    if not is_own and submission is None:
        if not form.is_valid():
            messages.error(request, "Pilih cara diterimanya, dan periksa waktu serta buktinya.")
            return redirect(reverse("step3:typing", args=desk.keys))
        said = form.cleaned_data
        sending = Sending(desk, Channel(said["channel"]), said["stated_at"], said["evidence"])
    return act_and_return(
        request,
        lambda: send_typed(sending, by=request.actor, at=request.at),
        done="Isian diterima dan tersimpan. Anda tidak perlu mengirimnya lagi.",
        to=f"{reverse('step3:request', args=[key])}#unggah" if submission is None else _of(desk, "unggah"),
    )


@require_GET
@needs(*MAY_SPEAK)
def page(request: Work, key: UUID, submission: UUID, number: int) -> HttpResponseBase:
    """This will draw one page of the file that is typed from; the same page is not drawn twice for one browser."""
    desk = _desk(request, key, submission)
    target = _file_of(desk)
    tag = f'"{hashlib.sha256(f"{target.file.sha256} {number}".encode()).hexdigest()[:32]}"'
    known = get_conditional_response(request, etag=tag)
    if known is not None:
        return known
    response = HttpResponse(page_picture(target, number), content_type="image/png")
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _desk(request: Work, key: UUID, submission: UUID | None) -> Desk:
    found = fetch_request(request.actor, key)
    found.office = request.actor.office
    desk = desk_of(found, get_submission(found, submission) if submission else None)
    check_may_type(desk, request.actor)
    return desk


def _file_of(desk: Desk) -> Submission:
    if desk.submission is None:
        raise AssertionError("this address names a submission")
    return desk.submission


def _save(request: Work, desk: Desk, sheet: str) -> HeldTable:
    posted = request.POST.dict()
    revision = posted.get("revisi", "")
    typing = Typing(
        desk=desk,
        sheet=sheet,
        instrument=posted.get("instrumen", ""),
        revision=int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 10 else -1,
        posted=posted,
    )
    return save(typing, by=request.actor, at=request.at)


def _saved(request: Work, held: HeldTable) -> dict[str, object]:
    return {
        "revision": held.revision,
        "words": f"Tersimpan {time_text(request.at, ZoneInfo(request.actor.office.time_zone))}",
    }


def _table(request: Work, desk: Desk, sheet: str, *, refused: SektoralError | None = None) -> HttpResponse:
    wants = request.GET.get(CHECK) == "1" and refused is None
    found, unchecked = _check(request, desk) if wants else (None, None)
    posted = request.POST.dict() if refused else None
    shown = form_table(desk, sheet, _part(request), found, posted=posted)
    listed = form_list(desk, found)
    context = {
        "page": shown,
        "list": listed,
        "desk": desk,
        "found": desk.request,
        "scan": scan_view(desk),
        "marks": MARKS,
        "refused": notice_of(refused) if refused else None,
        "unchecked": unchecked,
        "next_url": _next(listed, sheet),
        "list_url": reverse("step3:typing", args=desk.keys),
        "crumbs": trail(desk.request, (_title(desk), reverse("step3:typing", args=desk.keys)), shown.listed.sheet),
    }
    return render(request, "step3/form_table.html", context, status=refused.status if refused else 200)


def _check(request: Work, desk: Desk) -> tuple[Sequence[Finding] | None, Notice | None]:
    """What a check of now finds, or why there was none; nothing typed is no reason to complain."""
    try:
        return check_typed_now(desk, at=request.at), None
    except Invalid as error:
        return None, None if error.code == "nothing_typed" else notice_of(error)
    except Unavailable as error:
        return None, notice_of(error)


def _send_action(desk: Desk, page: FormList) -> Action:
    words = "Kirim" if not page.errors else "Kirim walaupun masih ada yang salah"
    refusal = "" if page.answered else NOTHING
    return Action(words, icon="paper-airplane", form=SEND, primary=not page.errors, refusal=refusal, key=SEND)


def _next(page: FormList, sheet: str) -> str:
    urls = [one.url for one in page.tables if one.number > _number(page, sheet)]
    return urls[0] if urls else ""


def _number(page: FormList, sheet: str) -> int:
    return next(one.number for one in page.tables if one.sheet == sheet)


def _title(desk: Desk) -> str:
    return f"Ketik dari {desk.submission.file.name}" if desk.submission else "Isi di peramban"


def _of(desk: Desk, anchor: str) -> str:
    return address_of(_file_of(desk), anchor)


def _part(request: HttpRequest) -> int:
    """Which part of a long table is shown: the first where nothing else is asked for."""
    text = request.GET.get("bagian", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
