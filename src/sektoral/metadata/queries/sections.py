"""Where the pages about metadata lead: the sections that a person may open, with what waits in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sektoral.metadata.queries.remarks import count_open
from sektoral.records.actors import Actor
from sektoral.ui.addresses import open_url

REMARKS = "metadata:remarks"
SECTIONS: tuple[tuple[str, str], ...] = (
    ("Standar Data", "metadata:standards"),
    ("Kode referensi", "metadata:codelists"),
    ("Daftar Data", "metadata:data_lists"),
    ("Catatan Pembina Data", REMARKS),
    ("Perbandingan dengan BPS", "metadata:comparisons"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A page beside the forms. `waiting` counts what this person is asked to do there; 0 is not shown."""

    label: str
    url: str
    waiting: int


def sections_for(actor: Actor) -> Sequence[Section]:
    """This will list the sections whose door is open to a person."""
    there = [(label, name, open_url(actor, name)) for label, name in SECTIONS]
    return [Section(label, url, count_open(actor) if name == REMARKS else 0) for label, name, url in there if url]
