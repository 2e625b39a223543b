"""Letters that are signed outside: their final bytes to take along, and the signed ones to bring in."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sektoral.domain.errors import Invalid, SektoralError, WrongState
from sektoral.domain.proofs import RegisteredAs
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.letters.actions.bringing_in import Brought, Upload, bring_in, final_of, make_final_anew
from sektoral.letters.actions.bringing_many import bring_in_all, pack_finals
from sektoral.letters.forms import BringInForm
from sektoral.letters.outside import waiting_outside
from sektoral.letters.queries.outside import outside_page, outside_rows
from sektoral.letters.rights import check_may_draft
from sektoral.letters.views.batches import remember
from sektoral.records.models import Letter
from sektoral.ui.components import crumbs
from sektoral.ui.fetch import fetch_letter
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work

P = Permission
TITLE = "Tanda tangan di luar sistem"
SAID = {
    (RegisteredAs.SCAN, False): "Pindaian surat bertanda tangan basah terdaftar.",
    (RegisteredAs.ELSEWHERE, True): "Surat terdaftar. Tanda tangannya utuh dan penerbit sertifikatnya dipercaya.",
    (RegisteredAs.ELSEWHERE, False): (
        "Surat terdaftar. Tanda tangannya ada dan utuh, tetapi rantai kepercayaannya belum diperiksa: "
        "akar penerbit sertifikatnya belum dipasang pada sistem ini."
    ),
}


@needs(P.PREPARE_LETTERS, P.PREPARE_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Work) -> HttpResponse:
    """This will list the letters that wait to be brought in, and take several signed files at once."""
    if request.method == "POST":
        return _take_all(request, request.FILES.getlist("files"))
    shown = {"rows": outside_rows(request.actor), "crumbs": crumbs(("Surat", reverse("letters:index")), TITLE)}
    return render(request, "letters/outside.html", shown)


@needs(P.PREPARE_LETTERS, P.PREPARE_REPORT)
@require_safe
def finals(request: Work) -> HttpResponse:
    """This will give the final bytes of all letters that wait, packed together."""
    packed = pack_finals(waiting_outside(request.actor), at=request.at)
    headers = {"Content-Disposition": 'attachment; filename="naskah-final.zip"', "Cache-Control": "no-store"}
    return HttpResponse(packed, content_type="application/zip", headers=headers)


@needs(P.PREPARE_LETTERS, P.PREPARE_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Work, pk: UUID) -> HttpResponse:
    """This will tell how a letter is signed outside, and take the signed one."""
    letter = _letter(request, pk)
    form = BringInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            brought = bring_in(letter, _upload(form), by=request.actor, at=request.at)
        except (Invalid, WrongState) as error:
            form.add_error("file", explained(error))
        else:
            messages.success(request, said(brought))
            return redirect("letters:letter", pk=pk)
    final_of(letter, at=request.at)
    trail = crumbs(("Surat", reverse("letters:index")), (TITLE, reverse("letters:outside")), letter.number)
    shown = {"page": outside_page(letter, at=request.at), "form": form, "crumbs": trail}
    return render(request, "letters/bring_in.html", shown, status=422 if form.errors else 200)


@needs(P.PREPARE_LETTERS, P.PREPARE_REPORT)
@require_safe
def final(request: Work, pk: UUID) -> HttpResponse:
    """This will give the final bytes to be signed elsewhere, to be saved as they are."""
    kept = final_of(_letter(request, pk), at=request.at)
    way = content_disposition_header(True, kept.name) or "attachment"
    headers = {"Content-Disposition": way, "Cache-Control": "no-store"}
    return HttpResponse(files.read(kept), content_type=files.PDF, headers=headers)


@needs(P.PREPARE_LETTERS, P.PREPARE_REPORT)
@require_POST
def anew(request: Work, pk: UUID) -> HttpResponse:
    """This will make the final bytes again, for today and for who holds the seat today."""
    letter = _letter(request, pk)
    return act_and_return(
        request,
        lambda: make_final_anew(letter, by=request.actor, at=request.at),
        done="Naskah final dibuat ulang. Yang lama tidak dapat didaftarkan lagi.",
        to=reverse("letters:bring_in", args=[pk]),
    )


def said(brought: Brought) -> str:
    """This will say as what a letter was registered, and what is not known of its signature."""
    return SAID[(brought.how, brought.is_trusted)]


def _letter(request: Work, pk: UUID) -> Letter:
    letter = fetch_letter(request.actor, pk)
    check_may_draft(letter, request.actor)
    return letter


def _upload(form: BringInForm) -> Upload:
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    return Upload(file.name or "surat.pdf", file.read(), is_wet_stated=form.cleaned_data["wet"])


def _take_all(request: Work, uploaded: "list[UploadedFile[bytes]]") -> HttpResponse:
    if not uploaded:
        messages.error(request, explained(Invalid("file_empty")))
        return redirect("letters:outside")
    taken = [Upload(one.name or "surat.pdf", one.read()) for one in uploaded]
    results, unmatched = bring_in_all(taken, by=request.actor, at=request.at)
    for name, error in unmatched:
        messages.error(request, f"{name}: {explained(error)}")
    if not results:
        return redirect("letters:outside")
    remember(request, "bring_in", {str(one.letter.pk): _why(one.error) for one in results})
    return redirect("letters:batch", act="bring_in")


def _why(error: SektoralError | None) -> str:
    return explained(error) if error else ""
