"""Uploads that come in parts and are not whole yet. Their bytes lie outside the database and outside the file store."""

from django.db import models

from sektoral.domain.sent_files import FileRole
from sektoral.records.models.base import Record, allowed, enum_field
from sektoral.records.models.submissions import Channel


class PartialUpload(Record):
    """Unggahan yang belum selesai: nothing of the procedure has happened yet, so the row is gone once it is whole.

    How many bytes are safe is the length of the file under `UPLOADS_ROOT`. The same person who chooses the same file
    again for the same request goes on where it stopped.
    """

    personal_data = frozenset({"name"})

    request = models.ForeignKey("records.Request", on_delete=models.PROTECT, related_name="partial_uploads")
    name = models.CharField(max_length=300)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)  # as announced; proved when all bytes are there
    role = enum_field(FileRole)
    channel = enum_field(Channel)
    stated_received_at = models.DateTimeField(null=True)
    stated_evidence = models.CharField(max_length=300, blank=True)
    beside = models.ForeignKey("records.Submission", null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    last_at = models.DateTimeField(db_index=True)  # of the last part, to half an hour

    class Meta:
        ordering = ["begun_at"]
        constraints = [
            models.UniqueConstraint(fields=["request", "begun_by", "sha256"], name="partial_upload_once"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="partial_upload_of_something"),
            allowed("role", FileRole, "partial_upload_role"),
            allowed("channel", Channel, "partial_upload_channel"),
        ]
