"""One run of the SOP for one reference period, and what it asks of each agency."""

from django.db import models

from sektoral.domain.states import ItemState, RequestState, RoundState
from sektoral.records.models.base import ALL, Record, allowed, both_or_neither, enum_field


class Round(Record):
    """Putaran pengumpulan. Deadlines are absolute instants, stored when issued."""

    sop = models.ForeignKey("records.Sop", on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(max_length=200)
    period = models.CharField(max_length=10)  # reference period, 2025 or 2025-S1
    state = enum_field(RoundState, default=RoundState.PREPARING)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    order_file = models.ForeignKey("records.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    ordered_on = models.DateField(null=True)  # the date of the disposisi, where the Kadis ordered on paper
    order_number = models.CharField(max_length=100, blank=True)
    step1_due_at = models.DateTimeField()
    prepared_at = models.DateTimeField(null=True)  # JP has laid out requests and letters
    letters_signed_at = models.DateTimeField(null=True)  # the last signature of step 1
    step2_due_at = models.DateTimeField(null=True)
    distributed_at = models.DateTimeField(null=True)
    intake_closed_at = models.DateTimeField(null=True)
    intake_closed_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    report_due_at = models.DateTimeField(null=True)
    notices = models.JSONField(default=list)  # its calendar of reminders: domain.reminders
    reminders_due_at = models.DateTimeField(null=True)  # before then no reminder is due; empty: look at once
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)  # opened by mistake
    cancelled_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            allowed("state", RoundState, "round_state"),
            both_or_neither("order_file", "ordered_on", "round_order_with_its_date"),
            both_or_neither("letters_signed_at", "step2_due_at", "round_step2_clock"),
            both_or_neither("intake_closed_at", "intake_closed_by", "round_closed_by_somebody"),
            both_or_neither("intake_closed_at", "report_due_at", "round_report_clock"),
            models.CheckConstraint(
                condition=models.Q(state=RoundState.CLOSED.value, closed_at__isnull=False)
                | (~models.Q(state=RoundState.CLOSED.value) & models.Q(closed_at__isnull=True)),
                name="round_closed_with_its_instant",
            ),
            both_or_neither("cancelled_at", "cancelled_by", "round_cancelled_by_somebody"),
            models.CheckConstraint(
                condition=models.Q(state=RoundState.CANCELLED.value, cancelled_at__isnull=False)
                | (~models.Q(state=RoundState.CANCELLED.value) & models.Q(cancelled_at__isnull=True)),
                name="round_cancelled_with_its_instant",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Omission(Record):
    """An active agency that the round leaves out, with the reason that the report prints."""

    fixed = ALL

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="omissions")
    agency = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "agency"], name="omission_once")]


class Request(Record):
    """Permintaan: what one round asks of one agency, with its own clock from its sending."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="requests")
    agency = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="requests")
    state = enum_field(RequestState, default=RequestState.DRAFT)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    first_due_at = models.DateTimeField(null=True)  # as issued, before any extension
    opened_at = models.DateTimeField(null=True)  # first time the agency looked
    downloaded_at = models.DateTimeField(null=True)
    data_received_at = models.DateTimeField(null=True)  # first softcopy that could be read
    completed_at = models.DateTimeField(null=True)  # first instant with softcopy and letter
    moved_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="moved_from")

    class Meta:
        ordering = ["agency__position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "agency"], name="request_once"),
            allowed("state", RequestState, "request_state"),
            both_or_neither("sent_at", "sent_by", "request_sent_by_somebody"),
            both_or_neither("sent_at", "due_at", "request_due_once_sent"),
        ]


OWED = ("waiting", ItemState.RETURNED.value)  # of a requested table: its agency has still to answer
GONE = ("moved", ItemState.HANDED_ON.value)  # of a requested table: asked of another agency now


class RequestedTable(Record):
    """One table asked of one agency: the cell of the completeness grid. `state` follows its latest item."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="tables")
    table = models.ForeignKey("records.Table", on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=8)  # T01 …, the sheet of the workbook
    state = models.CharField(max_length=40, default="waiting")  # waiting, or an ItemState
    due_at = models.DateTimeField(null=True)  # set only where the table has its own deadline by extension or move
    revision_due_at = models.DateTimeField(null=True)  # while it is returned
    returns = models.PositiveSmallIntegerField(default=0)
    values = models.PositiveIntegerField(default=0)  # figures of it in the bank
    recorded_at = models.DateTimeField(null=True)  # when it was stored or its answer accepted

    class Meta:
        ordering = ["sheet"]
        constraints = [
            models.UniqueConstraint(fields=["request", "sheet"], name="requested_sheet_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "moved", *(s.value for s in ItemState)]),
                name="requested_table_state",
            ),
        ]


class Extension(Record):
    """A deadline that was moved, for a request or one of its tables, with the reason."""

    fixed = ALL

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="extensions")
    requested_table = models.ForeignKey(RequestedTable, null=True, on_delete=models.PROTECT, related_name="extensions")
    days = models.PositiveSmallIntegerField()
    reason = models.TextField()
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(new_due_at__gt=models.F("old_due_at")), name="extension_moves_later"
            ),
        ]


class Instrument(Record):
    """Instrumen: the frozen definition and workbook that answer one request; the highest version is the current one.

    A merger in mid-round makes a new version; workbooks of an older one are still taken where their tables match.
    """

    fixed = ALL

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="instruments")
    version = models.PositiveSmallIntegerField(default=1)
    definition = models.JSONField()  # instruments.InstrumentDef
    file = models.ForeignKey("records.StoredFile", on_delete=models.PROTECT, related_name="+")
    built_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["request", "version"], name="instrument_version_once")]
