"""One letter: its facts, who has acted and who holds it, the notes, and what this person may do with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse

from sektoral.domain.errors import SektoralError
from sektoral.domain.letter_texts import PARTS
from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import Gateway
from sektoral.domain.policies import check_letter_is
from sektoral.domain.roles import Permission, Role
from sektoral.domain.states import LetterState
from sektoral.letters.addressing import addressee_of, agency_named_by
from sektoral.letters.corrections import CORRECTABLE, check_may_correct, correction_of
from sektoral.letters.numbers import UNDER_WAY, awaits_register
from sektoral.letters.outside import is_signed_outside
from sektoral.letters.previews import MOST_PAGES, Stage, count_pages, stage_of
from sektoral.letters.queries.attempts import Tried, list_attempts
from sektoral.letters.queries.numbering import may_number
from sektoral.letters.recalls import ON_THEIR_WAY, check_may_recall
from sektoral.letters.results import kept_document
from sektoral.letters.rights import check_may_draft, check_may_rule_on
from sektoral.letters.signatories import certified_name, other_name_in, verification_link
from sektoral.letters.texts import own_parts
from sektoral.letters.words import ACT_WORDS, KIND_WORDS, SEAT_WORDS, seal_of, spaced
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, LetterStep
from sektoral.ui.components import Action, Fact, Status, Tone
from sektoral.ui.formats import date_text, moment_text
from sektoral.ui.messages import explained
from sektoral.ui.states import status_of

L = LetterState
SUBMIT_WORDS = {"initial": "Ajukan untuk paraf", "sign": "Ajukan untuk tanda tangan"}


@dataclass(frozen=True, slots=True)
class Link:
    """One seat of the chain."""

    status: Status
    seat: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Note:
    """Why the letter was sent back, or is void."""

    text: str
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter as its page shows it. `notes` are the office's own, hidden from whom the letter goes to."""

    id: UUID
    title: str
    about: str  # the agency that it is about; empty for none
    kind: str
    status: Status
    holder: str
    facts: Sequence[Fact]
    chain: Sequence[Link]
    notes: Sequence[Note]
    pages: Sequence[int]
    stage: Stage
    fault: str
    actions: Sequence[Action]
    is_draft: bool
    may_draft: bool
    submit_word: str
    may_number: bool
    is_unknown: bool
    own_parts: Sequence[str]  # where it does not say what the office says
    attempts: Sequence[Tried]
    kept: str  # what the gateway calls the document that it has signed and keeps; empty for none
    other_name: str  # whom the certificate names, where that is not who is printed


def letter_page(actor: Actor, letter: Letter, *, at: datetime) -> LetterPage:
    """This will read a letter's page."""
    steps = list(letter.steps.select_related("done_by"))
    is_inside = actor.may(Permission.SEE_LETTERS) or bool(actor.roles_at(letter.agency))
    pages, fault = _pages(letter, at)
    waiting = next((step for step in steps if step.ready_at and not step.done_at), None)
    return LetterPage(
        id=letter.pk,
        title=letter.subject,
        about=agency_named_by(letter),
        kind=KIND_WORDS[LetterKind(letter.kind)],
        status=status_of(L(letter.state)),
        holder=_holder(letter, waiting),
        facts=_facts(letter),
        chain=[_link(letter, step) for step in steps],
        notes=_notes(letter) if is_inside else (),
        pages=pages,
        stage=stage_of(letter),
        fault=fault,
        actions=_actions(actor, letter, waiting, fault),
        is_draft=letter.state == L.DRAFT,
        may_draft=not _refusal(lambda: check_may_draft(letter, actor)),
        submit_word=_submit_word(steps),
        may_number=may_number(actor, letter),
        own_parts=[part.title for part in own_parts(letter)] if is_inside and letter.state in UNDER_WAY else (),
        is_unknown=letter.state == L.SIGNING_UNKNOWN and not _refusal(lambda: check_may_rule_on(letter, actor)),
        attempts=list_attempts(letter) if is_inside else (),
        kept=kept_document(letter) if letter.state == L.SIGNING_UNKNOWN else "",
        other_name=other_name_in(letter) if is_inside else "",
    )


def _pages(letter: Letter, at: datetime) -> tuple[Sequence[int], str]:
    try:
        return range(1, min(count_pages(letter, at=at), MOST_PAGES) + 1), ""
    except SektoralError as error:
        return (), explained(error)


def _holder(letter: Letter, waiting: LetterStep | None) -> str:
    if letter.state in (L.SIGNED, L.VOID):
        return ""
    if waiting is None:
        return "operator OPD" if letter.agency else "JP"
    return SEAT_WORDS[Role(waiting.role)]


def _submit_word(steps: Sequence[LetterStep]) -> str:
    """The button that hands a draft in, by the first seat of its chain; empty for what the system seals."""
    return SUBMIT_WORDS[steps[0].act] if steps else ""


def _facts(letter: Letter) -> Sequence[Fact]:
    lines = [
        _number(letter),
        Fact("Tanggal", _day(letter)),
        Fact("Dari", letter.agency.name if letter.agency else letter.office.name),
    ]
    if to := addressee_of(letter):
        lines.append(Fact("Kepada", to))
    lines += _corrections(letter)
    if letter.round:
        lines.append(Fact("Putaran", letter.round.title))
    if letter.signed_at:
        sealed = seal_of(letter)
        lines += [
            Fact("Ditandatangani", _moment(letter, letter.signed_at), note=sealed),
            *_certified(letter),
            Fact("Sidik berkas", spaced(letter.signed_sha256), note="SHA-256", is_code=True),
            Fact("Halaman pemeriksaan", letter.short_code, url=verification_link(letter), note="Terbuka untuk umum"),
        ]
    return lines


def _certified(letter: Letter) -> Sequence[Fact]:
    name = certified_name(letter)
    return [Fact("Menurut sertifikat", name)] if name else ()


def _corrections(letter: Letter) -> Sequence[Fact]:
    """The letter that this one replaces, and the one that replaces it, or will once it is signed."""
    lines = []
    if old := letter.supersedes:
        lines.append(Fact("Menggantikan", old.number, url=reverse("letters:letter", args=[old.pk])))
    if newer := correction_of(letter):
        label = "Diganti oleh" if newer.state == L.SIGNED else "Surat perbaikan"
        words = newer.number or "Konsep"
        note = "" if newer.state == L.SIGNED else "Surat ini tetap berlaku sampai perbaikannya ditandatangani"
        lines.append(Fact(label, words, url=reverse("letters:letter", args=[newer.pk]), note=note))
    return lines


def _number(letter: Letter) -> Fact:
    if letter.number:
        note = "Dari buku agenda" if letter.numbered_by_id else ""
        return Fact("Nomor", letter.number, note=f"{note} Tidak dipakai lagi" if letter.state == L.VOID else note)
    if letter.state == L.VOID:
        return Fact("Nomor", "Tidak sempat bernomor")
    if awaits_register(letter):
        who = "operator OPD" if letter.agency and not letter.agency.is_office else "JP"
        return Fact("Nomor", "Belum ada", note=f"Dari buku agenda kantor, dicatat {who}")
    return Fact("Nomor", "Diberikan pada paraf terakhir")


def _day(letter: Letter) -> str:
    return date_text(letter.final_on) if letter.final_on else "Tercetak pada hari penandatanganan"


def _link(letter: Letter, step: LetterStep) -> Link:
    seat = f"{ACT_WORDS[step.act]} {SEAT_WORDS[Role(step.role)]}"
    if step.done_at:
        who = step.done_by.name if step.done_by else ""
        if step.act == "sign" and letter.gateway == Gateway.UPLOAD:
            who = f"di luar sistem, diunggah {who}"
        return Link(Status(Tone.DONE, "Selesai"), seat, who, _moment(letter, step.done_at))
    if step.ready_at and letter.state != L.VOID:
        return Link(Status(Tone.WAIT, "Menunggu"), seat, "", f"sejak {_moment(letter, step.ready_at)}")
    return Link(Status(Tone.IDLE, "Belum"), seat, "", "")


def _notes(letter: Letter) -> Sequence[Note]:
    written = letter.notes.select_related("written_by").order_by("-written_at")
    notes = [Note(note.text, note.written_by.name, _moment(letter, note.written_at)) for note in written]
    if letter.voided_at:
        notes.insert(0, Note(f"Dibatalkan: {letter.void_reason}", "", _moment(letter, letter.voided_at)))
    return notes


def _actions(actor: Actor, letter: Letter, waiting: LetterStep | None, fault: str) -> Sequence[Action]:
    word = "Unduh PDF" if letter.signed_file_id else "Buka naskah PDF"
    actions = [
        Action(word, reverse("letters:pdf", args=[letter.pk]), icon="arrow-down-tray", refusal=fault, key="pdf"),
    ]
    if letter.kind == LetterKind.TRANSMITTAL and letter.submission_id:
        url = reverse("letters:values", args=[letter.pk])
        actions.append(Action("Nilai yang disampaikan", url, icon="table-cells"))
    if LetterKind(letter.kind) in PARTS and letter.state in UNDER_WAY:
        actions += _text_actions(actor, letter)
    if letter.state in ON_THEIR_WAY and not _refusal(lambda: check_may_draft(letter, actor)):
        actions.append(_recall(letter))
    if waiting and waiting.act == "sign" and is_signed_outside(letter):
        actions += _outside(actor, letter, waiting)
    elif waiting and letter.state not in (L.VOID, L.SIGNING_UNKNOWN) and actor.holds(Role(waiting.role), letter.agency):
        page = "letters:sign" if waiting.act == "sign" else "letters:initial"
        url = f"{reverse(page)}?surat={letter.pk}"
        actions.insert(
            0, Action(f"Ke halaman {ACT_WORDS[waiting.act].lower()}", url, icon="pencil-square", primary=True)
        )
        back = reverse("letters:send_back", args=[letter.pk])
        actions.append(Action("Kembalikan dengan catatan", back, icon="arrow-uturn-left"))
    if letter.state == L.SIGNED and letter.kind in CORRECTABLE and actor.may(Permission.PREPARE_LETTERS):
        refusal = _refusal(lambda: check_may_correct(letter))
        url = reverse("letters:correct", args=[letter.pk])
        actions.append(
            Action("Terbitkan surat perbaikan", url, icon="document-plus", post=True, refusal=refusal, key="perbaiki")
        )
    if actor.roles and actor.may(Permission.SEE_LETTERS):
        refusal = _refusal(lambda: _check_may_void(actor, letter))
        url = reverse("letters:void", args=[letter.pk])
        actions.append(Action("Batalkan surat", url, icon="x-circle", refusal=refusal, key="batal"))
    return actions


def _text_actions(actor: Actor, letter: Letter) -> Sequence[Action]:
    word = Action("Unduh naskah Word", reverse("letters:text_word", args=[letter.pk]), icon="arrow-down-tray")
    if letter.state != L.DRAFT or _refusal(lambda: check_may_draft(letter, actor)):
        return [word]
    return [Action("Ubah naskah", reverse("letters:text", args=[letter.pk]), icon="pencil-square"), word]


def _recall(letter: Letter) -> Action:
    refusal = _refusal(lambda: check_may_recall(letter))
    url = reverse("letters:recall", args=[letter.pk])
    return Action("Tarik kembali", url, icon="arrow-uturn-left", post=True, refusal=refusal, key="tarik")


def _outside(actor: Actor, letter: Letter, waiting: LetterStep) -> Sequence[Action]:
    """Who drafts brings the letter in; what the signer wants mended, both may say."""
    drafts = not _refusal(lambda: check_may_draft(letter, actor))
    actions = []
    if drafts:
        url = reverse("letters:bring_in", args=[letter.pk])
        actions.append(Action("Tanda tangan di luar sistem", url, icon="arrow-up-tray", primary=True))
    if drafts or actor.holds(Role(waiting.role)):
        back = reverse("letters:send_back", args=[letter.pk])
        actions.append(Action("Kembalikan dengan catatan", back, icon="arrow-uturn-left"))
    return actions


def _check_may_void(actor: Actor, letter: Letter) -> None:
    actor.check(Permission.SIGN_LETTERS)
    check_letter_is(letter.state, *(state for state in L if state is not L.VOID))


def _refusal(check: Callable[[], None]) -> str:
    """Why this cannot be done, as the reason of a greyed-out button; empty where it can."""
    try:
        check()
    except SektoralError as error:
        return explained(error)
    return ""


def _moment(letter: Letter, at: datetime) -> str:
    return moment_text(at, ZoneInfo(letter.office.time_zone))
