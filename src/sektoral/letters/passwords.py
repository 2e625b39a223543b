"""The password that proves, at each signing, that the person at the screen is the signer. Guessing is limited."""

from datetime import datetime

from sektoral.domain.errors import Invalid
from sektoral.records.models import Person
from sektoral.ui.limits import Limit

TRIES = Limit("letters.password", most=8, seconds=300)  # wrong ones, by one person, whatever page asks


def check_password_of(person: Person, password: str, *, at: datetime) -> None:
    """This will raise `Invalid` (`password_missing`, `password_wrong`), or `Refused` after too many wrong ones."""
    if not person.has_usable_password():
        raise Invalid("password_missing")
    TRIES.check(str(person.pk), at)
    if not person.check_password(password):
        TRIES.count(str(person.pk), at)
        raise Invalid("password_wrong")
