"""What a restore loses for good, as far as it can be proved: checkpoints that somebody kept know of a later journal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sektoral.domain.backups import OfficePart
from sektoral.domain.journal import Checkpoint


@dataclass(frozen=True, slots=True)
class Missing:
    """Events `first` to `last` of an office's journal were there when the checkpoint was signed, and are no more."""

    slug: str
    first: int
    last: int
    checkpoint: Checkpoint

    @property
    def count(self) -> int:
        """How many events."""
        return self.last - self.first + 1


def find_missing(offices: Iterable[OfficePart], known: Sequence[Checkpoint]) -> list[Missing]:
    """This will hold the heads of a backup's journals against checkpoints of whatever age."""
    found = []
    for office in offices:
        later = [one for one in known if one.office == office.id and one.head.sequence > office.sequence]
        if later:
            last = max(later, key=lambda one: one.head.sequence)
            found.append(Missing(office.slug, office.sequence + 1, last.head.sequence, last))
    return found
