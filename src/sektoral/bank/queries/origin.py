"""The way of one figure: from the cell of a file over its sending and its letters to the event in the journal."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sektoral.bank.queries.confirmed import confirmed_facts
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Permission
from sektoral.records.actors import Actor
from sektoral.records.models import BulkImport, Event, Letter, Observation, Submission
from sektoral.ui.addresses import page_url
from sektoral.ui.components import Fact
from sektoral.ui.formats import moment_text, number_text, size_text

P = Permission
CHANNELS = {
    "workbook": "isian Excel",
    "browser": "formulir di peramban",
    "google_form": "Google Form",
    "softcopy": "softcopy lain",
    "flashdisk": "flash disk",
    "paper": "kertas, dimasukkan petugas",
    "whatsapp": "WhatsApp",
    "telephone": "telepon",
}


def origin_of(actor: Actor, one: Observation) -> Sequence[Fact]:
    """This will tell the chain, in the order in which the figure travelled."""
    zone = ZoneInfo(one.office.time_zone)
    file = [
        Fact("Berkas", one.file.name, note=size_text(one.file.size)),
        Fact("Lembar dan sel", f"{one.sheet}!{one.cell}", is_code=True),
    ]
    travelled = (
        _sent(actor, one, one.submission, zone, file) if one.submission else _imported(one, one.imported, zone, file)
    )
    return [*travelled, _event(actor, one, zone), Fact("SHA-256 berkas", one.file.sha256, is_code=True)]


def _imported(one: Observation, imported: BulkImport | None, zone: ZoneInfo, file: Sequence[Fact]) -> Sequence[Fact]:
    """The way of a figure of old years: who brought the file, from where, and who let it in."""
    if imported is None:
        raise AssertionError("a figure comes from a submission or from an import")
    brought = moment_text(imported.received_at, zone)
    facts = [
        Fact("Produsen data", one.table.agency.name),
        *file,
        Fact("Sumber angka lama", imported.source),
        Fact("Diimpor oleh", imported.received_by.name, note=brought),
    ]
    if imported.decided_by and imported.decided_at:
        facts.append(Fact("Diterima oleh", imported.decided_by.name, note=moment_text(imported.decided_at, zone)))
    return facts


def _sent(actor: Actor, one: Observation, sending: Submission, zone: ZoneInfo, file: Sequence[Fact]) -> Sequence[Fact]:
    way = CHANNELS.get(sending.channel, sending.channel)
    sent = f"{moment_text(sending.received_at, zone)}, {way}, oleh {sending.received_by.name}"
    facts = [
        Fact("Produsen data", one.table.agency.name, note=sending.request.round.title),
        *file,
        *confirmed_facts(one),
        *_typing(actor, one, sending, zone),
        Fact("Pengiriman", f"Kiriman ke-{sending.version}", _sending_url(actor, sending), note=sent),
        *_stated(sending, zone),
        *_papers(actor, one, zone),
    ]
    item = one.item
    if item and item.decided_by and item.decided_at:
        when = moment_text(item.decided_at, zone)
        facts.append(Fact("Diperiksa dan diterima", item.decided_by.name, note=when))
    return facts


def _typing(actor: Actor, one: Observation, sending: Submission, zone: ZoneInfo) -> Sequence[Fact]:
    """Who typed the figure and when, and from which page of what; nothing for a figure that stands in a file."""
    typed = one.file
    if sending.transcript_id != typed.pk:
        return []
    by = typed.stored_by.name if typed.stored_by else "–"
    facts = [Fact("Diketik oleh", by, note=f"dikirim {moment_text(typed.stored_at, zone)}")]
    if sending.file_id == typed.pk:
        return facts
    draft = sending.drafts.first()
    saved = draft.content.get("tables", {}).get(one.sheet, {}) if draft else {}
    page = f"halaman {saved['page']}" if saved.get("page") else ""
    seen = page_url("step3:file", sending.request_id, sending.file_id) if actor.may(P.SEE_ALL_SUBMISSIONS) else ""
    return [*facts, Fact("Diketik dari", sending.file.name, seen, note=page)]


def _stated(sending: Submission, zone: ZoneInfo) -> Sequence[Fact]:
    """When it came, as the office says, and what proves that; nothing where only the server's time is known."""
    if sending.stated_received_at is None:
        return []
    when = moment_text(sending.stated_received_at, zone)
    return [Fact("Diterima menurut petugas", when, note=sending.stated_evidence)]


def _sending_url(actor: Actor, sending: Submission) -> str:
    return page_url("step3:request", sending.request_id) if actor.may(P.SEE_ALL_SUBMISSIONS) else ""


def _papers(actor: Actor, one: Observation, zone: ZoneInfo) -> Sequence[Fact]:
    receipt = Letter.objects.filter(
        office=actor.office, submission=one.submission, kind=LetterKind.RECEIPT, agency__isnull=True
    ).first()
    papers = (("Tanda terima", receipt), ("Surat pengiriman", one.letter))
    return [
        Fact(
            label,
            letter.number or "tanpa nomor",
            page_url("letters:letter", letter.pk) if actor.may(P.SEE_LETTERS) else "",
            note=f"ditandatangani {moment_text(letter.signed_at, zone)}" if letter.signed_at else "",
        )
        for label, letter in papers
        if letter is not None
    ]


def _event(actor: Actor, one: Observation, zone: ZoneInfo) -> Fact:
    found = Event.objects.filter(office_id=actor.office.pk, sequence=one.event).first()
    note = f"{moment_text(found.at, zone)}; sidik jari {found.hash[:16]}…" if found else "tidak ditemukan"
    journal = page_url("board:journal") if found and actor.may(P.SEE_JOURNAL) else ""
    url = f"{journal}?tentang={found.about_id}" if found and journal else ""
    return Fact("Jurnal", f"Peristiwa nomor {number_text(one.event)}", url, note=note)
