"""What a password must be: long, unlike its person and its place, on no list; mixed only where BSSN's rule is on.

Why there are two sets of rules, and which one an installation has: ADR 0051.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

from sektoral.adapters.breached import BreachedList
from sektoral.records.models import Agency, Office, Person

KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
CONTEXT = ("sektoral", "satudata", "kominfo", "diskominfo", "statistik", "walidata", "sandi", "password")
SHORTEST_WORD = 4  # letters of a word of the place; shorter ones stand in anything
LEFT = 8  # characters that must remain when the words of the place are taken out


class NotAboutPersonOrPlace:
    """Refuses what is little more than words that would be tried first: of the person, office, regency, system."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """This will raise `ValidationError` (`password_of_the_place`)."""
        rest = re.sub(r"[\W_]", "", password.lower())
        for word in sorted(_words() | _own_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest.strip("0123456789")) < LEFT:
            raise ValidationError(
                "Kata sandi ini hampir hanya memuat nama Anda, kantor, daerah, atau sistem. Tambahkan kata lain.",
                code="password_of_the_place",
            )

    def get_help_text(self) -> str:
        """This will say it before the first try."""
        return "Jangan hanya memakai nama Anda, kantor, daerah, atau sistem ini."


class NotBreached:
    """Refuses what is on the list of passwords that became known; without a list it asks nothing."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """This will raise `ValidationError` (`password_breached`, `password_list_unreadable`)."""
        if not settings.BREACHED_PASSWORDS:
            return
        try:
            is_known = BreachedList(Path(settings.BREACHED_PASSWORDS)).has(password)
        except OSError:
            raise ValidationError(
                "Daftar kata sandi bocor tidak terbaca, sehingga kata sandi belum bisa diganti. Hubungi Pengelola.",
                code="password_list_unreadable",
            ) from None
        if is_known:
            raise ValidationError(
                "Kata sandi ini pernah bocor di tempat lain dan akan dicoba orang. Pilih yang lain.",
                code="password_breached",
            )

    def get_help_text(self) -> str:
        """This will say it before the first try."""
        return "Jangan memakai kata sandi yang pernah dipakai di tempat lain."


class MixedKinds:
    """Demands small and capital letters, digits and signs, where the installation follows BSSN's rule to the letter."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """This will raise `ValidationError` (`password_not_mixed`)."""
        if settings.STRICT_PASSWORDS and not all(re.search(kind, password) for kind in KINDS):
            raise ValidationError(
                "Kata sandi harus memuat huruf kecil, huruf besar, angka, dan tanda baca.", code="password_not_mixed"
            )

    def get_help_text(self) -> str:
        """This will say it before the first try."""
        return "Huruf kecil, huruf besar, angka, dan tanda baca." if settings.STRICT_PASSWORDS else ""


def _words() -> set[str]:
    """The words of this installation and those that all of them share."""
    offices = Office.objects.values_list("name", "regency", "slug")
    texts = [text for office in offices for text in office]
    texts += Agency.objects.filter(valid_to__isnull=True).values_list("code", flat=True)[:200]
    return _parts(texts) | set(CONTEXT)


def _own_words(person: Person | None) -> set[str]:
    return _parts([person.name, person.email]) if person else set()


def _parts(texts: Iterable[str]) -> set[str]:
    parts = {part for text in texts for part in re.split(r"[\W_]+", text.lower())}
    return {part for part in parts if len(part) >= SHORTEST_WORD}
