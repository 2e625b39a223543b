"""The door to the emblem on the letterhead. Who prepares letters may look; only the administrator changes."""

from typing import cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sektoral.domain.errors import Invalid
from sektoral.domain.letter_texts import standard_text
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Permission
from sektoral.letters.queries.text_preview import preview_for_office
from sektoral.setup.actions.emblem import remove_emblem, set_emblem
from sektoral.setup.forms.emblem import MOST_BYTES, EmblemForm
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work

P = Permission
TITLE = "Lambang pada kop surat"
SHOWN_ON = LetterKind.MEMO  # the office writes it under its own letterhead, on one page


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.SET_UP, P.PREPARE_LETTERS, P.SEE_JOURNAL)
def emblem(request: Work) -> HttpResponse:
    """This will show the letterhead with its emblem, and take another one."""
    form = EmblemForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        request.actor.check(P.SET_UP)
        if form.is_valid() and _is_set(request, form):
            return redirect("setup:emblem")
    office = request.actor.office
    shown = {
        "form": form,
        "has_emblem": office.emblem_id is not None,
        "may_change": request.actor.may(P.SET_UP),
        "preview": preview_for_office(office, SHOWN_ON, standard_text(SHOWN_ON), at=request.at),
        "crumbs": crumbs(("Penataan", reverse("setup:index")), TITLE),
    }
    return render(request, "setup/emblem.html", shown, status=422 if form.errors else 200)


@require_POST
@needs(P.SET_UP)
def remove(request: Work) -> HttpResponse:
    """This will take the emblem off the letterhead."""
    return act_and_return(
        request,
        lambda: remove_emblem(by=request.actor, at=request.at),
        done="Lambang dihapus dari kop surat.",
        to=reverse("setup:emblem"),
    )


def _is_set(request: Work, form: EmblemForm) -> bool:
    file = cast("UploadedFile[bytes]", form.cleaned_data["picture"])
    try:
        if (file.size or 0) > MOST_BYTES:
            raise Invalid("file.too_large", limit=MOST_BYTES)
        set_emblem(file.read(), by=request.actor, at=request.at)
    except Invalid as error:
        form.add_error("picture", explained(error))
        return False
    messages.success(request, "Lambang dipasang pada kop surat. Surat yang sudah ditandatangani tidak berubah.")
    return True
