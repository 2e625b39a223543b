"""Messages on their way out, reminders by the calendar, and progress of long work."""

from enum import StrEnum

from django.db import models

from sektoral.domain.outbox import MessageChannel, MessageKind
from sektoral.domain.states import MessageState
from sektoral.records.models.base import Record, allowed, enum_field


class Message(Record):
    """One message to one person or target by one channel. `key` makes sure that nobody gets it twice.

    `to` is an e-mail address or the name of an apprise target, never its address; empty for what shows in the app.
    """

    personal_data = frozenset({"to"})

    key = models.CharField(max_length=160)
    kind = enum_field(MessageKind)
    channel = enum_field(MessageChannel)
    person = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("records.Request", null=True, on_delete=models.PROTECT, related_name="messages")
    letter = models.ForeignKey("records.Letter", null=True, on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    path = models.CharField(max_length=200, blank=True)  # the page that it leads to
    attachments = models.JSONField(default=list)  # ids of stored files
    queued_at = models.DateTimeField()
    state = enum_field(MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)  # while a worker has it in hand
    fence = models.PositiveIntegerField(default=0)
    handed_at = models.DateTimeField(null=True)  # from here on the other side may have the text
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)  # in the app
    last_error_code = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["queued_at"]
        constraints = [
            models.UniqueConstraint(fields=["office", "key"], name="message_once"),
            allowed("kind", MessageKind, "message_kind"),
            allowed("channel", MessageChannel, "message_channel"),
            allowed("state", MessageState, "message_state"),
            models.CheckConstraint(
                condition=models.Q(state=MessageState.SENT.value, sent_at__isnull=False)
                | (~models.Q(state=MessageState.SENT.value) & models.Q(sent_at__isnull=True)),
                name="message_sent_with_its_instant",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MessageState.SENDING.value, claimed_until__isnull=False)
                | (~models.Q(state=MessageState.SENDING.value) & models.Q(claimed_until__isnull=True)),
                name="message_claimed_while_sending",
            ),
            models.CheckConstraint(
                condition=~models.Q(channel=MessageChannel.IN_APP.value) | models.Q(person__isnull=False),
                name="message_in_app_for_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "queued_at"],
                condition=models.Q(state__in=["queued", "retrying", "sending"]),
                name="message_on_its_way",
            ),
            models.Index(
                fields=["person", "office"],
                condition=models.Q(channel="in_app", read_at__isnull=True),
                name="message_unread",
            ),
        ]


class ReminderOutcome(StrEnum):
    """What became of one notice of the calendar for one request."""

    WAITING = "waiting"  # asked for outside office hours
    SENT = "sent"
    MERGED = "merged"  # a later notice went out in its place
    SKIPPED = "skipped"


class Reminder(Record):
    """One notice of a round's calendar for one request and one of its deadlines; kept also where nothing was sent."""

    personal_data = frozenset[str]()

    round = models.ForeignKey("records.Round", on_delete=models.PROTECT, related_name="reminders")
    request = models.ForeignKey("records.Request", on_delete=models.PROTECT, related_name="reminders")
    notice = models.CharField(max_length=60)  # its name in the calendar, or the day on which a person asked for it
    due_at = models.DateTimeField()  # the deadline it is about
    planned_at = models.DateTimeField()
    outcome = enum_field(ReminderOutcome)
    reason = models.CharField(max_length=40, blank=True)  # why nothing was sent
    done_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["planned_at"]
        constraints = [
            models.UniqueConstraint(fields=["request", "notice", "due_at"], name="reminder_once"),
            allowed("outcome", ReminderOutcome, "reminder_outcome"),
            models.CheckConstraint(
                condition=models.Q(outcome=ReminderOutcome.WAITING.value, done_at__isnull=True)
                | (~models.Q(outcome=ReminderOutcome.WAITING.value) & models.Q(done_at__isnull=False)),
                name="reminder_done_with_its_instant",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=ReminderOutcome.SKIPPED.value) | ~models.Q(reason=""),
                name="reminder_skipped_with_its_reason",
            ),
        ]


class Progress(Record):
    """How far a piece of long work has come, polled by the page that waits for it."""

    key = models.CharField(max_length=120)
    label = models.CharField(max_length=200)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    now = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "key"], name="progress_once")]
