"""What follows of itself in the bank: a file of old years is read."""

from datetime import datetime

from sektoral.bank.actions.importing import read_import
from sektoral.records.models import BulkImport, Event


def read_old_years(event: Event, *, at: datetime) -> None:
    """On `import.received`: have the file read and checked in the sandbox."""
    rows = BulkImport.objects.select_related("office", "file", "table__agency")
    read_import(rows.get(pk=event.about_id), at=at)
