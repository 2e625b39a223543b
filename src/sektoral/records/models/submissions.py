"""What agencies send: a chain of submissions per request, one item per table, and the faults found in it."""

from enum import StrEnum

from django.db import models

from sektoral.domain.findings import Severity
from sektoral.domain.states import ItemState, SubmissionState
from sektoral.records.models.base import ALL, Record, allowed, both_or_neither, enum_field


class Channel(StrEnum):
    """By which way a submission came in."""

    WORKBOOK = "workbook"
    BROWSER = "browser"
    GOOGLE_FORM = "google_form"
    SOFTCOPY = "softcopy"
    FLASH_DISK = "flashdisk"
    PAPER = "paper"
    WHATSAPP = "whatsapp"
    TELEPHONE = "telephone"


class Answer(StrEnum):
    """How one table was answered; nil and not available are answers, not values."""

    FILLED = "filled"
    PARTIAL = "partial"
    EMPTY = "empty"
    NIL = "nil"
    UNAVAILABLE = "unavailable"


class Submission(Record):
    """Pengiriman. `received_at` is when the bytes were safe; `stated_received_at` is what the clerk vouches for."""

    fixed = frozenset("request version file received_at received_by stated_received_at stated_evidence".split())

    request = models.ForeignKey("records.Request", on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField()
    state = enum_field(SubmissionState, default=SubmissionState.RECEIVED)
    channel = enum_field(Channel, default=Channel.WORKBOOK)
    file = models.ForeignKey("records.StoredFile", on_delete=models.PROTECT, related_name="+")  # as it came
    # What of `file` answers which cell, as a person confirmed or typed it; for the browser form it is the file itself.
    # Empty for an instrument that was filled: that one says it of itself.
    transcript = models.ForeignKey("records.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    instrument = models.ForeignKey("records.Instrument", null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    stated_received_at = models.DateTimeField(null=True)
    stated_evidence = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=20, blank=True)  # accepted | explain | rejected | refused
    correction_reason = models.TextField(blank=True)  # why figures that the bank holds are corrected by it
    refusal_code = models.CharField(max_length=60, blank=True)
    refusal_facts = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)  # findings per code, also beyond the cap
    values_sha256 = models.CharField(max_length=64, blank=True)  # what the head signs for
    letter_received_at = models.DateTimeField(null=True)
    complete_at = models.DateTimeField(null=True)
    check_due_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["request", "version"], name="submission_version_once"),
            allowed("state", SubmissionState, "submission_state"),
            allowed("channel", Channel, "submission_channel"),
            both_or_neither("transcript", "instrument", "submission_transcript_of_an_instrument"),
            both_or_neither("complete_at", "check_due_at", "submission_check_clock"),
            models.CheckConstraint(
                condition=models.Q(stated_received_at__isnull=True)
                | models.Q(stated_received_at__lte=models.F("received_at")),
                name="submission_stated_not_later",
            ),
            models.CheckConstraint(
                condition=models.Q(stated_received_at__isnull=True) | ~models.Q(stated_evidence=""),
                name="submission_stated_with_evidence",
            ),
            models.CheckConstraint(
                condition=models.Q(complete_at__isnull=True) | models.Q(letter_received_at__isnull=False),
                name="submission_complete_with_its_letter",
            ),
        ]


class Attachment(Record):
    """Lampiran kiriman: a scan, a photograph or a file that stands beside a submission and is never read."""

    fixed = ALL

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey("records.StoredFile", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at"]
        constraints = [models.UniqueConstraint(fields=["submission", "file"], name="attachment_once")]


class TranscriptDraft(Record):
    """Isian yang sedang diketik, kept while it is typed: for a request, or beside a file that came for it.

    Each table in `content` counts its savings, so that of two people at the same one the later is told.
    """

    request = models.ForeignKey("records.Request", on_delete=models.PROTECT, related_name="drafts")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="drafts")
    content = models.JSONField(default=dict)  # the transcript as far as it is typed; by table, who saved it when
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(submission__isnull=True), name="draft_one_of_a_request"
            ),
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(submission__isnull=False), name="draft_one_beside_a_file"
            ),
        ]


class SubmissionItem(Record):
    """Butir: one table of one submission. `cells` lists what was read, each with its address, as the child gave it."""

    fixed = frozenset({"submission", "requested_table"})

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="items")
    requested_table = models.ForeignKey("records.RequestedTable", on_delete=models.PROTECT, related_name="items")
    answer = enum_field(Answer)
    reason = models.TextField(blank=True)  # why nil or not available
    expected_on = models.DateField(null=True)  # when what is not available will be
    held_by = models.ForeignKey("records.Agency", null=True, on_delete=models.PROTECT, related_name="+")  # says it
    state = enum_field(ItemState, default=ItemState.PENDING)
    cells = models.JSONField(default=list)
    earlier = models.JSONField(default=list)  # cells of other periods that the same file holds, each with its `period`
    values_sha256 = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    return_code = models.CharField(max_length=40, blank=True)
    return_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["requested_table__sheet"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "requested_table"], name="item_once"),
            allowed("state", ItemState, "item_state"),
            allowed("answer", Answer, "item_answer"),
            both_or_neither("decided_at", "decided_by", "item_decided_by_somebody"),
        ]


class FindingRecord(Record):
    """Temuan: a fault as it was found, with the agency's explanation where one is needed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    severity = enum_field(Severity)
    table = models.CharField(max_length=8, blank=True)
    sheet = models.CharField(max_length=40)
    cell = models.CharField(max_length=12, blank=True)
    value = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    explanation = models.TextField(blank=True)
    explained_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="finding_once"),
            allowed("severity", Severity, "finding_severity"),
        ]
