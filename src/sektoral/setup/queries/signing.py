"""The services that may sign the office's letters, and what each still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from sektoral.domain.papers import SigningService
from sektoral.letters.services import missing_settings, service_of
from sektoral.letters.words import SERVICE_WORDS
from sektoral.records.models import Office
from sektoral.ui.components import Status, Tone


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service; `lacks` names the settings that are missing."""

    name: str
    status: Status
    lacks: str


@dataclass(frozen=True, slots=True)
class ServicePage:
    """`is_test_in_earnest`: a real office has only the test certificate; `is_allowed`: its letters carry it."""

    rows: Sequence[ServiceRow]
    is_test_in_earnest: bool
    is_allowed: bool


def service_page(office: Office) -> ServicePage:
    """This will list the services."""
    now = service_of(office)
    rows = [_row(service, is_current=service is now) for service in SigningService]
    is_test = now is SigningService.TEST and not settings.DEMO
    return ServicePage(rows, is_test_in_earnest=is_test, is_allowed=settings.TEST_SIGNATURES)


def _row(service: SigningService, *, is_current: bool) -> ServiceRow:
    missing = missing_settings(service)
    if is_current:
        status = Status(Tone.BAD, "Dipakai, tetapi belum lengkap") if missing else Status(Tone.DONE, "Dipakai")
    else:
        status = Status(Tone.IDLE, "Belum diatur" if missing else "Dapat dipilih")
    return ServiceRow(SERVICE_WORDS[service], status, ", ".join(missing))
