"""The password that proves, at each signing, that the person at the screen is the signer. Guessing is limited.

BSrE locks a certificate after some wrong passphrases, so they are counted here as well, and few are let through.
"""

from datetime import datetime

from sektoral.domain.errors import Invalid, Refused
from sektoral.records.models import Person
from sektoral.ui.limits import Limit

TRIES = Limit("letters.password", most=8, seconds=300)  # wrong ones, by one person, whatever page asks
PASSPHRASES = Limit("letters.passphrase", most=3, seconds=900)  # wrong ones that a gateway was asked about
CODES = Limit("letters.code", most=6, seconds=900)  # one-time codes sent to one person


def check_password_of(person: Person, password: str, *, at: datetime) -> None:
    """This will raise `Invalid` (`password_missing`, `password_wrong`), or `Refused` after too many wrong ones."""
    if not person.has_usable_password():
        raise Invalid("password_missing")
    TRIES.take(str(person.pk), at)  # before looking: of many at once no more are looked at than may be wrong
    if not person.check_password(password):
        raise Invalid("password_wrong")
    TRIES.give_back(str(person.pk), at)


def check_passphrases_of(person: Person, *, at: datetime) -> None:
    """This will raise `Refused` (`passphrase_paused`) after too many wrong passphrases."""
    try:
        PASSPHRASES.check(str(person.pk), at)
    except Refused:
        raise Refused("passphrase_paused") from None


def count_wrong_passphrase(person: Person, *, at: datetime) -> None:
    """This will count one wrong passphrase."""
    PASSPHRASES.count(str(person.pk), at)
