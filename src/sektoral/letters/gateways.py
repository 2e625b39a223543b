"""Which service signs an office's letters, built from the installation's settings."""

from sektoral.adapters.signatures.port import SigningGateway
from sektoral.domain.errors import WrongState
from sektoral.domain.papers import SigningService
from sektoral.letters.actions.sealing import local_authority
from sektoral.records.models import Office


def gateway_of(office: Office) -> SigningGateway:
    """This will give the gateway that the office has chosen. Raises `WrongState` where letters are signed elsewhere."""
    service = SigningService(office.signing_service)
    if service is SigningService.TEST:
        return local_authority()
    raise WrongState("signed_elsewhere")
