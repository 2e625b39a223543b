"""Who stands under a letter: title, name, rank and NIP as of the signing date (Permendagri 1/2023 Ps 44)."""

from dataclasses import asdict, dataclass

from sektoral.domain.papers import Gateway, SignatureBlock
from sektoral.domain.person_names import is_same_name
from sektoral.domain.roles import STANDING_PREFIX, Standing
from sektoral.records.models import Assignment, Letter

CERTIFICATE = "certificate"  # of `signed_as`, once it is signed with a certificate of others


@dataclass(frozen=True, slots=True)
class Signatures:
    """What is printed and kept of the signer; `person` is an id, empty for the system; `gateway` seals the foot."""

    person: str
    post: list[str]
    name: str
    rank: str
    nip: str
    gateway: str = ""


@dataclass(frozen=True, slots=True)
class PrintedSignature:
    """The block on the page and the same facts as they are stored."""

    block: SignatureBlock
    printed: dict[str, object]


def signature_of(letter: Letter, seat: Assignment, gateway: Gateway) -> PrintedSignature:
    """This will print the holder of a seat: a.n. and u.b. lines, then the title with Plt. or Plh. before it."""
    return _printed(letter, _signatures(seat, gateway))


def is_as_printed(letter: Letter, seat: Assignment, gateway: Gateway) -> bool:
    """This will tell whether the letter's bytes name the seat's holder as today, and the seal of `gateway`."""
    return bool(letter.signed_as == asdict(_signatures(seat, gateway)))


def system_signature(letter: Letter) -> PrintedSignature:
    """This will print the installation itself, for papers that no person signs."""
    return _printed(letter, Signatures("", [letter.office.name], "Sistem sektoral", "", "", Gateway.SYSTEM.value))


def unsigned(letter: Letter, seat: Assignment) -> SignatureBlock:
    """This will print the seat's holder on a draft that nobody has signed."""
    printed = _signatures(seat, Gateway.DRAFT)
    return SignatureBlock(Gateway.DRAFT, tuple(printed.post), printed.name, printed.rank, printed.nip)


def certified_name(letter: Letter) -> str:
    """This will give whom the certificate of others names that signed the letter; empty for our own, and for none."""
    return str(letter.signed_as.get(CERTIFICATE, ""))


def other_name_in(letter: Letter) -> str:
    """This will give whom the certificate names where that is not the printed name; empty where they agree."""
    name = certified_name(letter)
    return name if name and not is_same_name(name, str(letter.signed_as.get("name", ""))) else ""


def verification_link(letter: Letter) -> str:
    """This will give the address in the letter's QR."""
    return f"{letter.office.link_base}/v/{letter.token}"


def _signatures(seat: Assignment, gateway: Gateway) -> Signatures:
    post = [*seat.on_behalf, f"{STANDING_PREFIX[Standing(seat.standing)]}{seat.title}"]
    return Signatures(str(seat.person_id), post, seat.person.name, seat.rank, seat.nip, gateway.value)


def _printed(letter: Letter, signatures: Signatures) -> PrintedSignature:
    block = SignatureBlock(
        gateway=Gateway(signatures.gateway),
        post=tuple(signatures.post),
        name=signatures.name,
        rank=signatures.rank,
        nip=signatures.nip,
        code=letter.short_code,
        link=verification_link(letter),
    )
    return PrintedSignature(block, asdict(signatures))
