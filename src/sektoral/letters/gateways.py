"""The gateway through which an office's letters are signed, built from the installation's settings."""

from django.conf import settings

from sektoral.adapters.addresses import is_safe_address
from sektoral.adapters.signatures.bsre import is_answering
from sektoral.adapters.signatures.bsre_v1 import BsreV1
from sektoral.adapters.signatures.bsre_v2 import BsreV2
from sektoral.adapters.signatures.line import Account, Line
from sektoral.adapters.signatures.port import SigningGateway
from sektoral.domain.errors import WrongState
from sektoral.domain.papers import SigningService
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.services import missing_settings, service_of
from sektoral.letters.trust import told_roots
from sektoral.records.models import Office


def gateway_of(office: Office) -> SigningGateway:
    """This will give the gateway that the office has chosen, its deadline running from now.

    Raises `WrongState` where letters are signed elsewhere, settings that it needs have gone missing, or the office's is
    the test certificate on a server that does not allow it.
    """
    match service_of(office):
        case SigningService.TEST:
            if not settings.TEST_SIGNATURES:
                raise WrongState("test_certificate_refused")
            return local_authority()
        case SigningService.BSRE_V1:
            return BsreV1(_account(), roots=told_roots())
        case SigningService.BSRE_V2:
            return BsreV2(_account(), roots=told_roots())
        case SigningService.UPLOAD:
            raise WrongState("signed_elsewhere")


def code_sender(office: Office) -> BsreV2:
    """This will give the gateway that sends one-time codes. Raises `WrongState` where the office's sends none."""
    gateway = gateway_of(office)
    if not isinstance(gateway, BsreV2):
        raise WrongState("service_sends_no_code")
    return gateway


def document_keeper() -> BsreV1:
    """This will give the gateway that keeps what it has signed, whatever the office signs through by now."""
    return BsreV1(_account(), roots=told_roots())


def fault_of_gateway() -> str:
    """This will look whether BSrE's gateway answers; the code of what is wrong, empty where it does."""
    return is_answering(Line(_as_set()))


def _account() -> Account:
    if missing := missing_settings(SigningService.BSRE_V1):
        raise WrongState("service_not_set_up", missing=", ".join(missing))
    if not is_safe_address(settings.BSRE_URL):
        raise WrongState("gateway_not_https")
    return _as_set()


def _as_set() -> Account:
    return Account(
        settings.BSRE_URL, settings.BSRE_USER, settings.BSRE_PASSWORD, settings.BSRE_CA, settings.BSRE_DEADLINE
    )
