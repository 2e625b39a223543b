"""What goes into the evidence bundle of a round, gathered from the tables and the journal; nothing is decided here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import PurePath
from uuid import UUID

from django.conf import settings

from sektoral.adapters.evidence.packing import Part, Sealed
from sektoral.adapters.files import FileState
from sektoral.adapters.keys import KeyPurpose, KeyRing, key_id, public_fingerprint, public_text
from sektoral.domain import canonical
from sektoral.domain.errors import WrongState
from sektoral.domain.evidence import EvidenceFile, EvidenceIndex, EvidenceKind
from sektoral.domain.journal import Head
from sektoral.domain.letters import LetterKind
from sektoral.domain.sent_files import PAPERS
from sektoral.domain.states import SubmissionState
from sektoral.intake import files
from sektoral.letters.trust import own_roots
from sektoral.records.journal_lines import checkpoint_lines, event_lines
from sektoral.records.models import Attachment, Checkpoint, Event, Letter, Round, StoredFile, Submission
from sektoral.steps.step5_report.queries.evidence_beside import parts_beside
from sektoral.steps.step5_report.queries.evidence_values import tables_text, values_text

FOLDERS: dict[LetterKind, str] = {
    LetterKind.REQUEST: "surat-permintaan",
    LetterKind.MEMO: "surat-permintaan",
    LetterKind.TRANSMITTAL: "surat-pengiriman",
    LetterKind.RECEIPT: "tanda-terima",
    LetterKind.FOLLOW_UP: "surat-susulan",
    LetterKind.REPORT: "laporan",
    LetterKind.ADDENDUM: "laporan",
    LetterKind.SOP: "sop",
}
SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt", ".tsv", ".json"})
READ_ME = """PAKET BUKTI
{title}
{office}

Isi: surat yang ditandatangani, tanda terima, surat pengiriman, softcopy seperti diterima beserta salinan isiannya
dan lampirannya, angka yang diterima dengan berkas, lembar, dan selnya, laporan dengan ringkasannya dan semua
angkanya, rilis dan catatan Pembina Data tentang tabelnya bila ada, petikan jurnal sejak putaran dibuka, titik
periksa, dan kunci umum.

Memeriksa: python periksa.py        (Python 3.9 atau lebih baru, tanpa jaringan, tanpa pemasangan apa pun)

Semuanya bertumpu pada satu kunci. Cocokkan sidiknya dengan yang diumumkan kantor pada halaman Periksa surat, dan
mintalah periksa.py langsung kepada kantor bila paket ini Anda terima dari orang lain. Yang dibuktikan adalah bahwa
berkas-berkas ini yang diterima dan diterbitkan, bukan kebenaran angka di dalamnya. Softcopy disertakan apa adanya
dan tanda terima memuat nama pengirim: paket ini untuk Walidata dan auditor, bukan untuk diumumkan.
"""


@dataclass(frozen=True, slots=True)
class RoundEvidence:
    """What a round leaves behind. `numbers` are the journal's numbers of what was signed or received, by its id."""

    round: Round
    start: Head  # right before the round was opened: the extract of the journal begins there
    letters: Sequence[Letter]
    submissions: Sequence[Submission]
    attachments: Sequence[Attachment]
    numbers: Mapping[str, int]
    infected: frozenset[str]  # the SHA-256 of files that a scanner does not let out: kept, and not handed on

    def number(self, key: UUID) -> str:
        """The number of its event: files lie in the order in which things happened, and no two share a name."""
        if str(key) not in self.numbers:
            raise WrongState("evidence_unexplained", what=str(key))
        return f"{self.numbers[str(key)]:06}"

    def upload_path(self, one: Submission) -> str:
        """Name a softcopy by its event, agency and version, not by its sender; no program opens a refused one."""
        suffix = PurePath(one.file.name).suffix.lower()
        name = f"softcopy/{self.number(one.pk)}-{one.request.agency.code}-{one.version}"
        opens = suffix in SUFFIXES and one.state != SubmissionState.REFUSED
        return f"{name}{suffix if opens else '.bin'}"

    def transcript_path(self, one: Submission) -> str:
        """Name what was taken or typed beside a softcopy; for the browser form it is the softcopy itself."""
        upload = self.upload_path(one)
        return f"{upload}.salinan.json" if has_transcript_beside(one) else upload

    def attachment_path(self, one: Attachment) -> str:
        """Name an attachment by its event, agency and version; nobody has looked inside, so only papers open."""
        suffix = PurePath(one.file.name).suffix.lower()
        name = f"lampiran/{self.number(one.pk)}-{one.submission.request.agency.code}-{one.submission.version}"
        return f"{name}{suffix if suffix in PAPERS else '.bin'}"

    @property
    def files(self) -> Iterator[StoredFile]:
        """Every stored file that goes along."""
        found = (
            *(letter.signed_file for letter in self.letters),
            *(file for one in self.submissions for file in (one.file, one.transcript)),
            *(one.file for one in self.attachments),
        )
        yield from (file for file in (*found, self.round.order_file) if file and self.goes_along(file))

    def goes_along(self, file: StoredFile) -> bool:
        """Whether a file may: one that was destroyed by a recorded act cannot, an infected one shall not."""
        return file.purged_at is None and file.sha256 not in self.infected


def has_transcript_beside(one: Submission) -> bool:
    """Whether a submission's transcript is another file than what came in."""
    return one.transcript_id is not None and one.transcript_id != one.file_id


def evidence_of(round_: Round) -> RoundEvidence:
    """This will gather what a round leaves behind. Raises `WrongState` where the journal does not know the round."""
    events = Event.objects.filter(office_id=round_.office_id).order_by("sequence")
    opened = events.filter(kind="round.opened", about_id=str(round_.pk)).first()
    if opened is None:
        raise WrongState("evidence_unexplained", what=round_.title)
    letters = Letter.objects.filter(round=round_, signed_at__isnull=False).order_by("signed_at", "pk")
    submissions = Submission.objects.filter(request__round=round_).order_by("received_at", "pk")
    attachments = Attachment.objects.filter(submission__request__round=round_).order_by("added_at", "pk")
    brought = [one.file for one in submissions.select_related("file")]
    brought += [one.file for one in attachments.select_related("file")]
    told = events.filter(kind__in=["letter.signed", "submission.received"]).values_list("about_id", "sequence")
    attached = events.filter(kind="submission.attached").values_list("facts__attachment", "sequence")
    return RoundEvidence(
        round_,
        Head(opened.sequence - 1, opened.previous),
        list(letters.select_related("request__agency", "signed_file")),
        list(submissions.select_related("request__agency", "file", "transcript")),
        list(attachments.select_related("submission__request__agency", "file")),
        {**dict(told), **dict(attached)},
        frozenset(file.sha256 for file in brought if file.purged_at is None and files.threat_in(file)),
    )


def check_files_intact(evidence: RoundEvidence) -> None:
    """This will raise where a file of the bundle is not as it was kept, or infected: a broken one is never begun."""
    for file in evidence.files:
        if threat := files.threat_in(file):
            raise WrongState("file.infected", threat=threat)
        if files.file_store().state(file.sha256) is not FileState.INTACT:
            raise WrongState("evidence_file_broken", what=file.name)


def evidence_parts(evidence: RoundEvidence, *, head: Head) -> Sequence[Part]:
    """This will list every file of the bundle but the script and the index; each is read when its turn comes."""
    round_ = evidence.round
    paths = {(one.pk, False): evidence.upload_path(one) for one in evidence.submissions}
    paths |= {(one.pk, True): evidence.transcript_path(one) for one in evidence.submissions}
    said = READ_ME.format(title=round_.title, office=round_.office.name)
    parts = [Part("BACA-SAYA.txt", EvidenceKind.HELP, said.encode)]
    parts += [_letter_part(evidence, letter) for letter in evidence.letters]
    parts += [_figures_part(evidence, letter) for letter in evidence.letters if letter.kind == LetterKind.REPORT]
    parts += [
        Part(paths[one.pk, False], EvidenceKind.UPLOAD, partial(files.read, one.file), str(one.pk))
        for one in evidence.submissions
        if evidence.goes_along(one.file)
    ]
    parts += [
        Part(paths[one.pk, True], EvidenceKind.TRANSCRIPT, partial(files.read, one.transcript), str(one.pk))
        for one in evidence.submissions
        if one.transcript is not None and has_transcript_beside(one) and evidence.goes_along(one.transcript)
    ]
    parts += [
        Part(
            evidence.attachment_path(one),
            EvidenceKind.ATTACHMENT,
            partial(files.read, one.file),
            str(one.submission_id),
        )
        for one in evidence.attachments
        if evidence.goes_along(one.file)
    ]
    if round_.order_file is not None:
        parts.append(Part("perintah/disposisi.pdf", EvidenceKind.ORDER, partial(files.read, round_.order_file)))
    return [
        *parts,
        Part("data/tabel.jsonl", EvidenceKind.DATA, lambda: tables_text(round_).encode("ascii")),
        Part("data/nilai.csv", EvidenceKind.DATA, lambda: values_text(round_, paths).encode()),
        *parts_beside(round_),
        Part("jurnal/jurnal.jsonl", EvidenceKind.JOURNAL, lambda: b"".join(_journal(evidence, head))),
        Part("jurnal/titik-periksa.jsonl", EvidenceKind.JOURNAL, lambda: b"".join(_checkpoints(evidence, head))),
        *_key_parts(),
        *_root_parts(),
    ]


def seal_index(evidence: RoundEvidence, entries: tuple[EvidenceFile, ...], *, head: Head, at: datetime) -> Sealed:
    """This will write the index and sign it with the key that signs nothing else."""
    round_ = evidence.round
    index = EvidenceIndex(
        office=str(round_.office_id),
        office_name=f"{round_.office.name} {round_.office.regency}",
        round=str(round_.pk),
        title=round_.title,
        made_at=at,
        start=evidence.start,
        head=head,
        files=entries,
        purged=tuple(_purged(evidence, one) for one in evidence.submissions if not evidence.goes_along(one.file)),
    )
    text = canonical.dumps(index)
    return Sealed(text, KeyRing(settings.KEYS_ROOT).sign(KeyPurpose.EVIDENCE, text.encode("ascii")))


def evidence_fingerprint() -> str:
    """This will give the SHA-256 of the key that signs bundles, for the office to make known."""
    return public_fingerprint(KeyRing(settings.KEYS_ROOT).public(KeyPurpose.EVIDENCE))


def _letter_part(evidence: RoundEvidence, letter: Letter) -> Part:
    if letter.signed_file is None:
        raise WrongState("evidence_unexplained", what=letter.number)
    of = letter.request.agency.code if letter.request else letter.kind
    path = f"{FOLDERS[LetterKind(letter.kind)]}/{evidence.number(letter.pk)}-{of}.pdf"
    return Part(path, EvidenceKind.LETTER, partial(files.read, letter.signed_file), str(letter.pk))


def _figures_part(evidence: RoundEvidence, letter: Letter) -> Part:
    """Its bytes have the SHA-256 that the report prints and its drafting event states."""
    path = f"laporan/{evidence.number(letter.pk)}-angka.json"
    return Part(path, EvidenceKind.FIGURES, lambda: canonical.write(letter.content).encode("ascii"), str(letter.pk))


def _journal(evidence: RoundEvidence, head: Head) -> Iterator[bytes]:
    """The office's chain from the round's opening to the head; facts hold ids, codes and counts only."""
    events = Event.objects.filter(office_id=evidence.round.office_id, sequence__gt=evidence.start.sequence)
    yield from event_lines(events.filter(sequence__lte=head.sequence).order_by("sequence"))


def _checkpoints(evidence: RoundEvidence, head: Head) -> Iterator[bytes]:
    points = Checkpoint.objects.filter(office_id=evidence.round.office_id, sequence__gt=evidence.start.sequence)
    yield from checkpoint_lines(points.filter(sequence__lte=head.sequence).order_by("sequence", "pk"))


def _key_parts() -> Iterator[Part]:
    """The public halves of every key that signed something in the bundle, retired ones too."""
    ring = KeyRing(settings.KEYS_ROOT)
    for purpose in (KeyPurpose.EVIDENCE, KeyPurpose.CHECKPOINT):
        for public in ring.publics(purpose):
            path = f"kunci/{purpose}-{key_id(public)}.pub"
            yield Part(path, EvidenceKind.KEY, partial(public_text, public))


def _root_parts() -> Iterator[Part]:
    """Our own root; and in the place where an office moved to, the one under which it signed before."""
    for number, root in enumerate(own_roots(), start=1):
        path = "kunci/akar-uji.der" if number == 1 else f"kunci/akar-uji-{number}.der"
        yield Part(path, EvidenceKind.ROOT, partial(bytes, root))


def _purged(evidence: RoundEvidence, one: Submission) -> EvidenceFile:
    path = evidence.upload_path(one)
    return EvidenceFile(path, EvidenceKind.UPLOAD, str(one.pk), one.file.sha256, one.file.size)
