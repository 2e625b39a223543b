"""Content-addressed bytes: a row says what they are and where they came from, the bytes lie in the file store."""

from django.db import models

from sektoral.records.models.base import Record, both_or_neither


class StoredFile(Record):
    """Berkas. Never overwritten; destroyed only by a recorded act, after which hash and event stay."""

    personal_data = frozenset({"name"})
    fixed = frozenset({"sha256", "size", "media_type", "name", "stored_at", "stored_by", "is_made_here"})

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=255)  # for people; never used as a path
    stored_at = models.DateTimeField()
    is_made_here = models.BooleanField(default=False)  # by us, from what is stored; all else came from outside
    stored_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    purged_at = models.DateTimeField(null=True)
    purged_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [both_or_neither("purged_at", "purged_by", "file_purged_by_somebody")]
