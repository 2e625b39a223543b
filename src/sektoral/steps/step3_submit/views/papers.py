"""The papers of a request: downloads, the transmittal letter, its preview, its signature or its scan."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sektoral.domain.errors import Invalid, Refused, SektoralError, Unavailable, WrongState
from sektoral.domain.letters import TransmittalStyle
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.intake.marking import Marked, marked_copy
from sektoral.letters import previews
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.signing import sign_all
from sektoral.letters.gateways import gateway_of
from sektoral.letters.queries.service import service_box
from sektoral.letters.services import service_of
from sektoral.letters.step_up import check_step_up, has_authenticator, tell_of
from sektoral.records.models import Letter, Request
from sektoral.steps.step3_submit.actions.handing_over import Scan, attach_letter, draft_transmittal
from sektoral.steps.step3_submit.actions.visits import note_downloaded
from sektoral.steps.step3_submit.forms import ScanForm, SignForm, TransmittalForm, upload_of
from sektoral.steps.step3_submit.queries.reach import get_file, get_letter, get_submission, is_in_quarantine
from sektoral.steps.step3_submit.queries.receipt_note import receipt_document
from sektoral.steps.step3_submit.queries.sending import sending_page
from sektoral.steps.step3_submit.views.request import MAY_SEE, MAY_SPEAK, address_of, trail
from sektoral.ui.fetch import fetch_request
from sektoral.ui.findings import value_of
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.refusals import notice_of
from sektoral.ui.step_up import asks_itself
from sektoral.ui.visit import Work

P = Permission
QUARANTINED = ".karantina"  # a name that no program opens at a double click


@never_cache
@require_GET
@needs(*MAY_SEE)
def file(request: Work, key: UUID, file: UUID) -> HttpResponse:
    """This will hand out one file of a request, its hash proved; PDFs open in the browser, all else is saved.

    A file in quarantine is handed out as evidence only, under a name that nothing opens.
    """
    found = fetch_request(request.actor, key)
    kept = get_file(found, file)
    data = files.read(kept)
    if is_in_quarantine(found, kept):
        return download(data, name=f"{kept.name}{QUARANTINED}", media_type=kept.media_type)
    if found.instruments.filter(file=kept).exists():
        note_downloaded(found, by=request.actor, at=request.at)
    return download(data, name=kept.name, media_type=kept.media_type)


@never_cache
@require_GET
@needs(*MAY_SEE)
def receipt_note(request: Work, key: UUID, submission: UUID) -> JsonResponse:
    """This will give the receipt as a signed note, to be kept and checked anywhere with `periksa.py`."""
    target = get_submission(fetch_request(request.actor, key), submission)
    way = content_disposition_header(True, f"tanda-terima-kiriman-{target.version}.json") or "attachment"
    return JsonResponse(receipt_document(target), headers={"Content-Disposition": way})


@never_cache
@require_GET
@needs(*MAY_SEE)
def marked(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will give the agency's own workbook back with every finding on its cell."""
    found = fetch_request(request.actor, key)
    target = get_submission(found, submission)
    findings = [Marked(value_of(record), record.explanation) for record in target.findings.all()]
    heading = f"{found.agency.name} · {found.round.title} · kiriman ke-{target.version}"
    copy = marked_copy(target.file, findings, totals=target.totals, heading=heading)
    return download(copy.data, name=copy.name, media_type=files.XLSX)


@require_POST
@needs(*MAY_SPEAK)
def transmittal(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will draft the transmittal letter from what was sent."""
    found = fetch_request(request.actor, key)
    target, form = get_submission(found, submission), TransmittalForm(request.POST)
    number = str(form.cleaned_data["number"]) if form.is_valid() else ""
    style = TransmittalStyle(form.cleaned_data.get("style") or TransmittalStyle.LETTER)
    return act_and_return(
        request,
        lambda: draft_transmittal(target, by=request.actor, at=request.at, number=number, style=style),
        done="Surat pengiriman tersusun dan menunggu paraf Walidata Pendukung."
        if found.agency.needs_review
        else "Surat pengiriman tersusun dan menunggu tanda tangan Kepala OPD.",
        to=address_of(target, "kirim"),
    )


@require_http_methods(["GET", "POST"])
@needs(*MAY_SPEAK)
def scan(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will take a transmittal letter that was signed on paper or elsewhere."""
    found = fetch_request(request.actor, key)
    target = get_submission(found, submission)
    form = ScanForm(request.POST or None, request.FILES or None, prefix="pindaian")
    if request.method == "POST" and form.is_valid():
        taken = upload_of(form)
        paper = Scan(number=str(form.cleaned_data["number"]), name=taken.name or "surat.pdf", data=taken.read())
        return act_and_return(
            request,
            lambda: attach_letter(target, paper, by=request.actor, at=request.at),
            done="Surat pengiriman diterima. Data dan surat Anda sudah lengkap terkirim.",
            to=address_of(target, "kirim"),
        )
    page = {"form": form, "found": found, "submission": target, "crumbs": trail(found, "Unggah pindaian surat")}
    return render(request, "step3/scan.html", page, status=422 if form.errors else 200)


@never_cache
@require_GET
@needs(*MAY_SEE)
def preview(request: Work, key: UUID, letter: UUID) -> HttpResponse:
    """This will open the transmittal letter as it stands: a draft, the final bytes, or the signed ones."""
    paper = get_letter(request.actor, fetch_request(request.actor, key), letter)
    name = f"surat-pengiriman-{previews.stage_of(paper).value}.pdf"
    return download(previews.pdf_of(paper, at=request.at), name=name, media_type=files.PDF)


@never_cache
@require_GET
@needs(*MAY_SEE)
def picture(request: Work, key: UUID, letter: UUID, number: int) -> HttpResponse:
    """This will draw one page of the letter, so that a telephone can show it."""
    paper = get_letter(request.actor, fetch_request(request.actor, key), letter)
    return HttpResponse(previews.page_of(paper, number, at=request.at).png, content_type="image/png")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@needs(P.SIGN_TRANSMITTAL)
@asks_itself
def sign(request: Work, key: UUID, letter: UUID) -> HttpResponse:
    """This will show the head the final letter, and sign exactly what was shown through the office's service."""
    found = fetch_request(request.actor, key)
    request.actor.check(P.SIGN_TRANSMITTAL, found.agency)
    paper = get_letter(request.actor, found, letter)
    service = service_of(found.office)
    has_app = has_authenticator(request.actor.person)
    form = SignForm(request.POST or None, service=service, has_authenticator=has_app)
    if request.method == "POST" and form.is_valid():
        try:
            check_step_up(request, password=str(form.cleaned_data["password"]), otp=form.cleaned_data.pop("otp", ""))
            return _signed(request, found, paper, form)
        except (Invalid, Refused) as error:
            form.add_error("password", explained(error))
    shown = finalise(paper, by=request.actor, at=request.at)
    page = sending_page(paper, shown, pages=previews.count_pages(paper, at=request.at))
    if not form.is_bound:
        form = SignForm(initial={"sha256": shown.sha256}, service=service, has_authenticator=has_app)
    box = service_box(found.office, request.actor.person)
    context = {"page": page, "form": form, "found": found, "service": box, "crumbs": trail(found, "Tanda tangan")}
    return render(request, "step3/sign.html", context, status=422 if form.errors else 200)


def _signed(request: Work, found: Request, paper: Letter, form: SignForm) -> HttpResponse:
    sha256, by = str(form.cleaned_data["sha256"]), request.actor
    credentials = form.credentials(by.person)
    try:
        gateway = gateway_of(found.office)
        (result,) = sign_all({paper.pk: sha256}, by=by, at=request.at, gateway=gateway, credentials=credentials)
        tell_of(request, [result])
    except (WrongState, Unavailable) as error:
        return _not_signed(request, found, error)
    finally:
        if credentials:
            credentials.forget()
    if result.error is None:
        return redirect(f"{reverse('step3:request', args=[found.pk])}#kirim")
    return _not_signed(request, found, result.error)


def _not_signed(request: Work, found: Request, error: SektoralError) -> HttpResponse:
    context = {"notice": notice_of(error), "found": found, "crumbs": trail(found, "Tanda tangan")}
    return render(request, "step3/not_signed.html", context, status=error.status)


def download(data: bytes, *, name: str, media_type: str) -> HttpResponse:
    """This will hand out bytes under a name, to be saved: nothing that somebody sent is opened on our pages."""
    kind = media_type if media_type == files.PDF else "application/octet-stream"
    way = content_disposition_header(True, name) or "attachment"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": way})
