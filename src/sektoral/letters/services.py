"""Which service an office signs through, how many letters it takes at a time, and what settings it still lacks."""

from django.conf import settings

from sektoral.adapters.signatures.bsre_v2 import MOST_AT_ONCE
from sektoral.domain.papers import REMOTE, SigningService
from sektoral.records.models import Office

# How many letters a page posts at a time. The deadline is for one post, and version 1 asks for each letter apart.
PORTIONS = {SigningService.BSRE_V2: MOST_AT_ONCE}
USUAL_PORTION = 5


def service_of(office: Office) -> SigningService:
    """This will name the service that signs the letters of the office and of its agencies."""
    return SigningService(office.signing_service)


def portion_of(office: Office) -> int:
    """This will say how many letters one post may bring."""
    return PORTIONS.get(service_of(office), USUAL_PORTION)


def missing_settings(service: SigningService) -> list[str]:
    """This will name the variables of the environment that the service still needs."""
    if service is SigningService.TEST and not settings.TEST_SIGNATURES:
        return ["SEKTORAL_TEST_SIGNATURES"]
    if service not in REMOTE:
        return []
    needed = {
        "SEKTORAL_BSRE_URL": settings.BSRE_URL,
        "SEKTORAL_BSRE_USER": settings.BSRE_USER,
        "SEKTORAL_BSRE_PASSWORD": settings.BSRE_PASSWORD,
    }
    return [name for name, value in needed.items() if not value]
