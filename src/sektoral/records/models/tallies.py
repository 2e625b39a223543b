"""How often somebody tried at a door within a window of time; rows that no longer count are swept out."""

from typing import ClassVar

from django.db import models


class Tally(models.Model):
    """Tries that count together. The key is a fingerprint: of door, visitor and window, and tells none of them."""

    personal_data: ClassVar[frozenset[str]] = frozenset()
    objects: ClassVar["models.Manager[Tally]"] = models.Manager()

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)
