"""Messages on their way out, and progress of long work."""

from django.db import models

from sektoral.records.models.base import Record


class Message(Record):
    """One message to one address. `key` makes sure that nobody gets the same message twice."""

    personal_data = frozenset({"to"})

    key = models.CharField(max_length=120)
    request = models.ForeignKey("records.Request", null=True, on_delete=models.PROTECT, related_name="messages")
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    body = models.TextField()
    attachments = models.JSONField(default=list)  # ids of stored files
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error_code = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["queued_at"]
        constraints = [models.UniqueConstraint(fields=["office", "key"], name="message_once")]


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
