"""What events are about, in words and with an address: the journal itself holds ids only."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef

from sektoral.board.queries.journal_data_subjects import DATA_READERS
from sektoral.board.queries.journal_subject import Reader, Subject
from sektoral.domain.letters import LetterKind
from sektoral.letters.words import KIND_WORDS
from sektoral.records.actors import Actor
from sektoral.records.models import (
    Addressee,
    Agency,
    Assignment,
    ContactNote,
    HandDelivery,
    Invitation,
    KeptMapping,
    Letter,
    Message,
    Mute,
    Person,
    Request,
    Rerun,
    Round,
    Rule,
    Sop,
    Submission,
    SubmissionItem,
)
from sektoral.ui.addresses import open_url

Key = tuple[str, str]  # type and id, as an event has them


def subjects_of(actor: Actor, keys: Iterable[Key]) -> Mapping[Key, Subject]:
    """This will put the things that events are about into words, with one query a type."""
    by_type: dict[str, set[str]] = {}
    for kind, key in keys:
        by_type.setdefault(kind, set()).add(key)
    found: dict[Key, Subject] = {}
    for kind, ids in by_type.items():
        read = READERS.get(kind)
        for subject in read(actor, sorted(ids)) if read else ():
            found[kind, subject.key] = subject
    return found


def _offices(actor: Actor, _: Sequence[str]) -> Iterable[Subject]:
    return [Subject(actor.office.name, "", str(actor.office.pk))]


def _rounds(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Round.objects.filter(office=actor.office, pk__in=ids):
        yield Subject(one.title, open_url(actor, "board:board", one.pk), str(one.pk))


def _requests(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Request.objects.filter(office=actor.office, pk__in=ids).select_related("agency"):
        yield Subject(one.agency.name, open_url(actor, "board:agency", one.round_id, one.pk), str(one.pk))


def _letters(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    letters = Letter.objects.filter(office=actor.office, pk__in=ids).select_related("request__agency").defer("content")
    for one in letters.annotate(listed=Exists(Addressee.objects.filter(letter=OuterRef("pk")))):
        whom = f" {one.request.agency.short_name}" if one.request else " untuk banyak OPD" if one.listed else ""
        number = f", {one.number}" if one.number else ""
        words = f"{KIND_WORDS[LetterKind(one.kind)]}{whom}{number}"
        yield Subject(words, open_url(actor, "letters:letter", one.pk), str(one.pk))


def _submissions(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    rows = Submission.objects.filter(office=actor.office, pk__in=ids).select_related("request__agency")
    for one in rows:
        words = f"Kiriman ke-{one.version} {one.request.agency.name}"
        yield Subject(words, open_url(actor, "step3:submission", one.request_id, one.pk), str(one.pk))


def _items(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    rows = SubmissionItem.objects.filter(office=actor.office, pk__in=ids).defer("cells")
    related = ("requested_table__table", "submission__request__agency")
    for one in rows.select_related(*related).defer("cells", "requested_table__table__definition"):
        words = f"{one.requested_table.table.title}, {one.submission.request.agency.short_name}"
        url = open_url(actor, "step3:submission", one.submission.request_id, one.submission_id)
        yield Subject(words, url, str(one.pk))


def _messages(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Message.objects.filter(office=actor.office, pk__in=ids).select_related("request__agency").defer("body"):
        whom = one.request.agency.name if one.request else "penerima"
        yield Subject(f"Pesan kepada {whom}", open_url(actor, "outbox:message", one.pk), str(one.pk))


def _agencies(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Agency.objects.filter(office=actor.office, pk__in=ids):
        yield Subject(one.name, open_url(actor, "setup:agencies"), str(one.pk))


def _accounts(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for person in Person.objects.filter(pk__in=ids, assignments__office=actor.office).distinct():
        url = open_url(actor, "setup:account", person.pk)
        yield Subject(f"Akun {person.name}", url, str(person.pk))


def _assignments(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Assignment.objects.filter(office=actor.office, pk__in=ids):
        yield Subject(one.title, open_url(actor, "setup:seats"), str(one.pk))


def _rules(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Rule.objects.filter(office=actor.office, pk__in=ids).select_related("agency"):
        words = f"Aturan {one.code} tabel {one.table_code}, {one.agency.short_name}"
        yield Subject(words, open_url(actor, "setup:rule", one.pk), str(one.pk))


def _mappings(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in KeptMapping.objects.filter(office=actor.office, pk__in=ids).select_related("agency"):
        words = f"Pemetaan tabel {one.table_code}, {one.agency.short_name}"
        yield Subject(words, open_url(actor, "step3:mapping_kept", one.pk), str(one.pk))


def _mutes(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Mute.objects.filter(office=actor.office, pk__in=ids).select_related("agency"):
        words = f"Temuan {one.code} tabel {one.table_code}, {one.agency.short_name}"
        yield Subject(words, open_url(actor, "setup:rules"), str(one.pk))


def _reruns(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Rerun.objects.filter(office=actor.office, pk__in=ids):
        yield Subject("Uji ulang atas kiriman lama", open_url(actor, "setup:rerun", one.pk), str(one.pk))


def _sops(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Sop.objects.filter(office=actor.office, pk__in=ids).defer("content"):
        door = "board:sop_version" if one.in_force_at else "setup:sop_version"
        yield Subject(f"SOP versi {one.version}", open_url(actor, door, one.pk), str(one.pk))


def _invitations(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in Invitation.objects.filter(office=actor.office, pk__in=ids).select_related("agency"):
        words = f"Undangan petugas {one.agency.short_name}"
        yield Subject(words, open_url(actor, "setup:contact", one.agency_id), str(one.pk))


def _contact_notes(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in ContactNote.objects.filter(office=actor.office, pk__in=ids).select_related("request__agency"):
        words = f"Kontak dengan {one.request.agency.short_name}"
        yield Subject(words, open_url(actor, "step3:request", one.request_id), str(one.pk))


def _hand_deliveries(actor: Actor, ids: Sequence[str]) -> Iterable[Subject]:
    for one in HandDelivery.objects.filter(office=actor.office, pk__in=ids).select_related("letter"):
        words = f"Penyerahan surat {one.letter.number}"
        yield Subject(words, open_url(actor, "letters:letter", one.letter_id), str(one.pk))


READERS: dict[str, Reader] = {
    "office": _offices,
    "round": _rounds,
    "request": _requests,
    "letter": _letters,
    "submission": _submissions,
    "submissionitem": _items,
    "message": _messages,
    "agency": _agencies,
    "assignment": _assignments,
    "person": _accounts,
    "invitation": _invitations,
    "contactnote": _contact_notes,
    "handdelivery": _hand_deliveries,
    "rule": _rules,
    "keptmapping": _mappings,
    "mute": _mutes,
    "rerun": _reruns,
    "sop": _sops,
    **DATA_READERS,
}
