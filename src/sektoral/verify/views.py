"""Doors of verification, open to everybody: a document's page, the form for its code, and the look at a copy.

Nothing that a visitor sends is kept: a copy lies in a temporary file while it is read.
"""

from collections.abc import Callable
from functools import wraps

from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from sektoral.adapters.evidence.packing import CHECKER, checker
from sektoral.domain.errors import Invalid, NotFound
from sektoral.intake import files
from sektoral.intake.files import MAX_UPLOAD
from sektoral.letters.previews import page_of
from sektoral.records.models import Letter
from sektoral.ui.guards import public
from sektoral.ui.limits import Limit, address_of
from sektoral.ui.visit import Visit, at_of
from sektoral.verify.forms import CodeForm, CopyForm
from sektoral.verify.queries.checkpoints import checkpoints_page, keys_text, notes_text
from sektoral.verify.queries.comparison import comparison_page
from sektoral.verify.queries.document import document_page, is_shown
from sektoral.verify.queries.keys import key_facts
from sektoral.verify.queries.registry import Proof, find_document, get_document, prove_file

# By one network address
CODES = Limit("verify.code", most=20, seconds=300)
COPIES = Limit("verify.copy", most=25, seconds=300)
DOCUMENTS = Limit("verify.document", most=150, seconds=300)
PAGES = Limit("verify.page", most=300, seconds=300)
FORM_OVERHEAD = 64 * 1024  # bytes around the file in a form
SHOWN_TOKEN = 40
A_DAY = "public, max-age=86400"
PLAIN = "text/plain; charset=utf-8"


@public
def form(request: Visit) -> HttpResponse:
    """This will find a document by the code and the number that it prints."""
    given = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and given.is_valid():
        CODES.take(address_of(request), request.at)
        found = find_document(**given.cleaned_data)
        if found is not None:
            return redirect("verify:document", token=found.token)
        return _unknown(request, given, given.cleaned_data["code"])
    return _form(request, given, CopyForm(), status=422 if given.errors else 200)


@public
@require_safe
def document(request: Visit, token: str) -> HttpResponse:
    """This will show what is registered of a document."""
    DOCUMENTS.take(address_of(request), request.at)
    try:
        letter = get_document(token)
    except NotFound:
        return _unknown(request, CodeForm(), token)
    shown = {"page": document_page(letter, at=request.at), "copy_form": CopyForm()}
    return render(request, "verify/document.html", shown)


def _takes_copy(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse a body that is too big before any of it is read; only then look for the form's token."""

    @wraps(view)
    def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > MAX_UPLOAD + FORM_OVERHEAD:
            raise Invalid("file.too_large", limit=MAX_UPLOAD)
        COPIES.take(address_of(request), at_of(request))
        return csrf_protect(view)(request, *args, **kwargs)

    return door


@csrf_exempt
@public
@require_POST
@_takes_copy
def compare(request: Visit, token: str) -> HttpResponse:
    """This will compare a copy with the document on whose page it was uploaded."""
    return _answer(request, get_document(token))


@csrf_exempt
@public
@require_POST
@_takes_copy
def compare_any(request: Visit) -> HttpResponse:
    """This will look whether a copy is any document of ours."""
    return _answer(request, None)


@public
@require_safe
def page_image(request: Visit, token: str, number: int) -> HttpResponse:
    """This will draw one page of the document, counted from 1."""
    PAGES.take(address_of(request), request.at)
    png = page_of(_shown(token), number, at=request.at).png
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": A_DAY})


@public
@require_safe
def pdf(request: Visit, token: str) -> HttpResponse:
    """This will give the registered document itself."""
    PAGES.take(address_of(request), request.at)
    letter = _shown(token)
    if letter.signed_file is None:
        raise NotFound("document_unknown")
    way = content_disposition_header(True, letter.signed_file.name)
    headers = {"Content-Disposition": way or "attachment", "Cache-Control": A_DAY}
    return HttpResponse(files.read(letter.signed_file), content_type=files.PDF, headers=headers)


@public
@require_safe
def checkpoints(request: Visit, slug: str = "") -> HttpResponse:
    """This will list the checkpoints of an office's journal."""
    page = checkpoints_page(slug)
    return render(request, "verify/checkpoints.html", {"page": page, "keys": key_facts()})


@public
@require_safe
def checkpoint_notes(request: Visit, slug: str, sequence: int | None = None) -> StreamingHttpResponse:
    """This will give checkpoints as text, to be kept elsewhere."""
    PAGES.take(address_of(request), request.at)
    return StreamingHttpResponse(notes_text(slug, sequence), content_type=PLAIN)


@public
@require_safe
def keys(request: Visit) -> HttpResponse:
    """This will give our public keys as text."""
    PAGES.take(address_of(request), request.at)
    return HttpResponse(keys_text(), content_type=PLAIN)


@public
@require_safe
def checking_program(request: Visit) -> HttpResponse:
    """This will give the program that checks our proofs on any machine with Python."""
    PAGES.take(address_of(request), request.at)
    headers = {"Content-Disposition": f'attachment; filename="{CHECKER}"'}
    return HttpResponse(checker(), content_type="text/x-python; charset=utf-8", headers=headers)


def _answer(request: Visit, expected: Letter | None) -> HttpResponse:
    given = CopyForm(request.POST, request.FILES)
    if not given.is_valid():
        if expected is None:
            return _form(request, CodeForm(), given, status=422)
        shown = {"page": document_page(expected, at=request.at), "copy_form": given}
        return render(request, "verify/document.html", shown, status=422)
    proof = _proof(given.cleaned_data["copy"], request)
    return render(request, "verify/comparison.html", {"page": comparison_page(proof, expected, at=request.at)})


def _proof(upload: "File[bytes]", request: Visit) -> Proof:
    if (upload.size or 0) > MAX_UPLOAD:
        raise Invalid("file.too_large", limit=MAX_UPLOAD)
    with files.laid_out(upload.read(), name="salinan.pdf") as path:
        return prove_file(path, at=request.at)


def _shown(token: str) -> Letter:
    letter = get_document(token)
    if not is_shown(letter):
        raise NotFound("document_unknown")
    return letter


def _form(request: Visit, code_form: CodeForm, copy_form: CopyForm, *, status: int) -> HttpResponse:
    page = {"form": code_form, "copy_form": copy_form, "keys": key_facts()}
    return render(request, "verify/form.html", page, status=status)


def _unknown(request: Visit, given: CodeForm, code: str) -> HttpResponse:
    page = {"form": given, "copy_form": CopyForm(), "code": code[:SHOWN_TOKEN]}
    return render(request, "verify/unknown.html", page, status=404)
