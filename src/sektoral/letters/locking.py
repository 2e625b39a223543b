"""Taking one letter in hand: its row is locked and read afresh, so that nobody acts on what it was a moment ago."""

from sektoral.records.actors import Actor
from sektoral.records.models import Letter


def take(letter: Letter, by: Actor) -> None:
    """This will lock a letter of the actor's own office and read it again. Must run inside a transaction."""
    by.check_here(letter)
    lock(letter)


def lock(letter: Letter) -> None:
    """This will lock a letter and read it again, for the system. Must run inside a transaction."""
    rows = Letter.objects.select_for_update(no_key=True, of=("self",)).select_related("office", "agency", "final_file")
    letter.refresh_from_db(from_queryset=rows)
