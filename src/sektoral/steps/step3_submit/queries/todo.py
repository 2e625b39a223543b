"""What the agency has to do next: four steps, each with its state, and why a later one is not possible yet."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from sektoral.domain.errors import WrongState
from sektoral.domain.policies import check_can_draft_transmittal
from sektoral.domain.states import SubmissionState
from sektoral.steps.step3_submit.queries.request_page import RequestPage
from sektoral.steps.step3_submit.queries.rights import Rights
from sektoral.steps.step3_submit.queries.sent import Latest
from sektoral.ui.components import Action, Status, Tone
from sektoral.ui.formats import short_date_text
from sektoral.ui.messages import explained

NOT_YET = Status(Tone.IDLE, "Belum")
UNREAD = frozenset({SubmissionState.REFUSED, SubmissionState.AWAITING_TRANSCRIPT})


@dataclass(frozen=True, slots=True)
class Todo:
    """The states of the four steps, and the actions of the last one."""

    download: Status
    upload: Status
    findings_title: str
    findings: Status
    hand_over: Status
    draft: Action
    sign: Action | None
    may_draft: bool
    upload_is_next: bool
    upload_is_folded: bool


def todo_of(page: RequestPage, rights: Rights) -> Todo:
    """This will tell where the agency stands."""
    latest = page.latest
    refusal = _why_no_letter(latest, rights)
    return Todo(
        download=_download(page),
        upload=_upload(page),
        findings_title=_findings_title(latest),
        findings=_findings(latest),
        hand_over=_hand_over(latest),
        draft=Action("Susun surat pengiriman", icon="document-text", form="surat", refusal=refusal, key="surat"),
        sign=_sign(page, rights),
        may_draft=not refusal,
        upload_is_next=_upload_is_next(page),
        upload_is_folded=latest is not None and not _upload_is_next(page),
    )


def _upload_is_next(page: RequestPage) -> bool:
    """Whether sending a file is what the agency has to do now."""
    latest = page.latest
    if latest is None:
        return page.downloaded_at is not None
    return latest.state in (SubmissionState.REFUSED, SubmissionState.REJECTED) or bool(page.returned)


def _download(page: RequestPage) -> Status:
    if page.downloaded_at is None:
        return Status(Tone.IDLE, "Belum diunduh")
    return Status(Tone.DONE, f"Diunduh {short_date_text(page.downloaded_at)}")


def _upload(page: RequestPage) -> Status:
    """What became of the newest file; one that was handed over says nothing of the tables that came back since."""
    latest = page.latest
    if latest is None:
        return NOT_YET
    if page.returned and latest.is_handed_over:
        return Status(Tone.BACK, f"{len(page.returned)} tabel perlu diunggah lagi")
    return latest.sent.status


def _findings_title(latest: Latest | None) -> str:
    tally = latest.found.tally if latest else None
    if tally is None or not tally.total:
        return "Periksa temuan"
    if tally.errors:
        return f"Perbaiki {tally.errors} yang salah"
    return f"Jelaskan {tally.unexplained} temuan" if tally.unexplained else "Temuan"


def _findings(latest: Latest | None) -> Status:
    if latest is None or latest.is_being_read or latest.state in UNREAD:
        return NOT_YET
    tally = latest.found.tally
    if tally.errors:
        return Status(Tone.BAD, f"{tally.errors} salah")
    if tally.unexplained and latest.is_readable:
        return Status(Tone.WAIT, f"{tally.unexplained} perlu penjelasan")
    return Status(Tone.DONE, "Tidak ada yang tertinggal")


def _hand_over(latest: Latest | None) -> Status:
    if latest is None or not (latest.is_readable or latest.is_handed_over):
        return Status(Tone.IDLE, "Belum bisa")
    if latest.is_handed_over:
        return Status(Tone.DONE, "Terkirim")
    if latest.waits_for_signature:
        return Status(Tone.WAIT, "Menunggu tanda tangan")
    if latest.waits_for_review:
        return Status(Tone.WAIT, "Menunggu paraf penelaah")
    return Status(Tone.WAIT, "Belum disusun") if latest.letter is None else latest.letter.status


def _why_no_letter(latest: Latest | None, rights: Rights) -> str:
    if not rights.may_speak:
        return "Surat pengiriman disusun oleh operator OPD, lalu ditandatangani Kepala OPD."
    if latest is None:
        return "Belum bisa disusun: unggah isian lebih dahulu."
    try:
        check_can_draft_transmittal(
            latest.state, unexplained=latest.found.tally.unexplained, undeclared=latest.undeclared
        )
    except WrongState as error:
        return explained(error)
    return ""


def _sign(page: RequestPage, rights: Rights) -> Action | None:
    latest = page.latest
    if latest is None or latest.letter is None:
        return None
    if latest.waits_for_review:
        return _review(latest.letter.key, rights)
    if not latest.waits_for_signature:
        return None
    who = page.head or "Kepala OPD"
    asked = f"Surat ini menunggu tanda tangan {who}. Kirimkan alamat halaman ini kepadanya."
    return Action(
        "Baca dan tanda tangani",
        url=reverse("step3:sign", args=[page.key, latest.letter.key]),
        icon="pencil-square",
        primary=True,
        refusal="" if rights.may_sign else asked,
        key="tanda-tangan",
    )


def _review(letter: UUID, rights: Rights) -> Action:
    return Action(
        "Baca dan paraf",
        url=f"{reverse('letters:initial')}?surat={letter}",
        icon="check",
        primary=True,
        refusal="" if rights.may_review else "Paraf surat ini diberikan Walidata Pendukung OPD.",
        key="paraf",
    )
