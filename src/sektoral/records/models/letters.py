"""Letters with their number, their chain of paraf and signature, and the token that proves them."""

from django.db import models

from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import SigningService
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState
from sektoral.records.models.base import ALL, Record, allowed, both_or_neither, enum_field


class Letter(Record):
    """Surat. `content` holds the figures and texts of its kind; the page is rendered from it before signing."""

    fixed = frozenset("kind round request submission agency drafted_at drafted_by token short_code supersedes".split())

    kind = enum_field(LetterKind)
    state = enum_field(LetterState, default=LetterState.DRAFT)
    round = models.ForeignKey("records.Round", null=True, on_delete=models.PROTECT, related_name="letters")
    request = models.ForeignKey("records.Request", null=True, on_delete=models.PROTECT, related_name="letters")
    submission = models.ForeignKey("records.Submission", null=True, on_delete=models.PROTECT, related_name="letters")
    agency = models.ForeignKey("records.Agency", null=True, on_delete=models.PROTECT, related_name="+")  # who writes it
    subject = models.CharField(max_length=300)
    content = models.JSONField(default=dict)
    text = models.JSONField(default=dict)  # its own paragraphs by part, where they differ from the office's
    submitted_text = models.JSONField(default=dict)  # all it says, since its chain has it; none while it is a draft
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=100, blank=True)
    numbered_at = models.DateTimeField(null=True)
    numbered_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")  # by hand
    token = models.CharField(max_length=40, unique=True)
    short_code = models.CharField(max_length=12, db_index=True)
    final_file = models.ForeignKey("records.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    final_on = models.DateField(null=True)  # the date printed; the bytes are good until that office midnight
    signed_file = models.ForeignKey("records.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    signed_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    signature_print = models.CharField(max_length=64, blank=True, db_index=True)  # SHA-256 of the signature itself
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    signed_as = models.JSONField(default=dict)  # post lines, name, rank and NIP as printed at signing
    gateway = models.CharField(max_length=20, blank=True)
    signature_level = models.CharField(max_length=10, blank=True)  # PAdES: B-B, B-T, B-LT; empty for a scan
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["drafted_at"]
        constraints = [
            allowed("kind", LetterKind, "letter_kind"),
            allowed("state", LetterState, "letter_state"),
            both_or_neither("signed_at", "signed_file", "letter_signed_with_a_file"),
            both_or_neither("final_file", "final_on", "letter_final_with_a_date"),
            models.CheckConstraint(
                condition=models.Q(number="", numbered_at__isnull=True)
                | (~models.Q(number="") & models.Q(numbered_at__isnull=False)),
                name="letter_numbered_with_its_instant",
            ),
            models.CheckConstraint(
                condition=models.Q(numbered_by__isnull=True) | ~models.Q(number=""),
                name="letter_numbered_by_hand_with_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True) | ~models.Q(supersedes=models.F("id")),
                name="letter_supersedes_another",
            ),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=models.Q(supersedes__isnull=False) & ~models.Q(state=LetterState.VOID.value),
                name="letter_corrected_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state=LetterState.SIGNED.value, signed_at__isnull=False)
                | models.Q(state=LetterState.VOID.value)
                | (~models.Q(state=LetterState.SIGNED.value) & models.Q(signed_at__isnull=True)),
                name="letter_signed_when_it_says_so",
            ),
            models.CheckConstraint(
                condition=models.Q(state=LetterState.VOID.value, voided_at__isnull=False)
                | (~models.Q(state=LetterState.VOID.value) & models.Q(voided_at__isnull=True)),
                name="letter_voided_with_its_instant",
            ),
            models.UniqueConstraint(
                fields=["office", "agency", "number"],
                condition=~models.Q(number="") & models.Q(agency__isnull=False),
                name="letter_number_once_per_agency",
            ),
            models.UniqueConstraint(
                fields=["office", "number"],
                condition=~models.Q(number="")
                & models.Q(agency__isnull=True)
                & ~models.Q(kind=LetterKind.SOP.value, state=LetterState.VOID.value),  # an SOP keeps its own number
                name="letter_number_once",
            ),
        ]


class LetterStep(Record):
    """One seat in the chain of a letter: paraf in order, then the signature."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=10, choices=[("initial", "paraf"), ("sign", "tanda tangan")])
    role = enum_field(Role)
    ready_at = models.DateTimeField(null=True)  # since when it waits for this seat
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "position"], name="letter_step_once"),
            both_or_neither("done_at", "done_by", "letter_step_done_by_somebody"),
            allowed("role", Role, "letter_step_role"),
            models.CheckConstraint(condition=models.Q(act__in=["initial", "sign"]), name="letter_step_act"),
        ]


class LetterNote(Record):
    """Why a letter is a draft again, or waits again, and who said so."""

    fixed = ALL

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")


class Addressee(Record):
    """A request that one letter with an attached list of addressees asks for; other letters name theirs themselves."""

    fixed = ALL

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="addressees")
    request = models.ForeignKey("records.Request", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["request__agency__position"]
        constraints = [models.UniqueConstraint(fields=["letter", "request"], name="addressee_once")]


class LetterText(Record):
    """What a kind of letter says in this office, in versions that never change; the highest one is in use."""

    fixed = ALL

    kind = enum_field(LetterKind)
    version = models.PositiveSmallIntegerField()
    parts = models.JSONField()  # part -> paragraphs with merge fields: domain.letter_texts
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "version"]
        constraints = [
            allowed("kind", LetterKind, "letter_text_kind"),
            models.UniqueConstraint(fields=["office", "kind", "version"], name="letter_text_version_once"),
        ]


class SigningAttempt(Record):
    """One time that a gateway outside was asked to sign a letter: kept before it is asked, settled by its answer.

    `answer` is what the gateway said without the file's bytes and without any secret.
    """

    fixed = frozenset({"letter", "service", "sha256", "asked_at", "asked_by"})

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="attempts")
    service = enum_field(SigningService)
    sha256 = models.CharField(max_length=64)  # of the bytes that were sent
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, blank=True)  # signed, or the code of what went wrong
    document_id = models.CharField(max_length=100, blank=True)  # the gateway's own name for it
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            allowed("service", SigningService, "signing_attempt_service"),
            models.UniqueConstraint(
                fields=["letter"], condition=models.Q(answered_at__isnull=True), name="signing_attempt_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, outcome="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(outcome="")),
                name="signing_attempt_answered_with_outcome",
            ),
        ]


class NumberCounter(Record):
    """The last number given in a series and year; gapless, never reused."""

    series = models.CharField(max_length=80)  # the office's own, or an agency's code
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "series", "year"], name="counter_once")]
