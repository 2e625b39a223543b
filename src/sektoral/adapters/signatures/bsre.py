"""What both versions of BSrE's Esign Client Service have in common: their refusals, and the state of a certificate.

The services answer errors in two shapes, and their codes of four digits stand in either place; those that we know get
a code of ours, every other is kept as it was said (Juknis Esign Client Service; its whole table is not public).
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sektoral.adapters.signatures.line import Answer, Line, NoAnswerError, NotSentError
from sektoral.adapters.signatures.port import Credentials, Failed, ToSign
from sektoral.domain.signs import shown

SMALL = 1 << 20  # bytes: the most that an answer without a PDF may have
ROOM = 4 << 20  # bytes: the most that a signature may add to a PDF
MOST_SAID = 300
REFUSED = "gateway_refused"

CODES = {
    "1110": "signer_not_registered",
    "2011": "signer_not_registered",
    "2031": "passphrase_wrong",
    "4014": "gateway_field_missing",
    "4015": "gateway_field_malformed",
    "4044": "document_fetched",
}
STATUSES = {
    "EXPIRED": "certificate_expired",
    "RENEW": "certificate_renewal",
    "WAITING_FOR_VERIFICATION": "certificate_waiting",
    "NEW": "certificate_waiting",
    "NO_CERTIFICATE": "certificate_none",
    "NOT_REGISTERED": "signer_not_registered",
    "SUSPEND": "certificate_suspended",
    "REVOKE": "certificate_revoked",
}
BY_HTTP = {401: "gateway_unauthorised", 403: "gateway_unauthorised", 404: "gateway_wrong_address", 429: "gateway_busy"}
UNSURE = frozenset({502, 504})  # a proxy has passed the request on and lost sight of it
LETTERS_OWN = frozenset({"gateway_error"})  # says nothing about the next letter

_FOUR_DIGITS = re.compile(r"(?<!\d)([1-9]\d{3})(?!\d)")
_LONG_NUMBER = re.compile(r"\d{16,18}")


def refusal(answer: Answer, credentials: Credentials) -> Failed:
    """Say what an answer other than success means, for a letter without a name yet."""
    told = facts_of(answer.body)
    words, code = _words(told), _code(told)
    if answer.status in UNSURE and not code:
        return Failed("", "gateway_unsure", unknown=True, said=f"HTTP {answer.status}", ends_batch=True)
    ours = CODES.get(code) or BY_HTTP.get(answer.status) or _by_class(answer.status)
    number = f"{code}, " if code and code not in words else ""
    said = without_secrets(f"{words} ({number}HTTP {answer.status})".strip(), credentials)
    return Failed("", ours, said=said, ends_batch=ours not in LETTERS_OWN)


def failures(batch: Sequence[ToSign], failure: Failed) -> list[Failed]:
    """Let the same befall every letter of a batch."""
    return [replace(failure, reference=each.reference) for each in batch]


def from_line(error: NotSentError | NoAnswerError) -> Failed:
    """Say what a call without an answer means: *unknown* as soon as anything may have been sent."""
    return Failed("", error.code, unknown=isinstance(error, NoAnswerError), ends_batch=True)


def by_status(failure: Failed, status: str) -> Failed:
    """Say more exactly why signing was refused, where the state of the certificate explains it."""
    return replace(failure, code=STATUSES.get(status, failure.code))


def status_in(answer: Answer) -> str:
    """Read the state of a signatory's certificate; empty where there is none to read."""
    return str(facts_of(answer.body).get("status", "")).upper()


def facts_of(body: bytes) -> Mapping[str, object]:
    """Read a JSON object; anything else holds no facts."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def without_secrets(text: str, credentials: Credentials) -> str:
    """Strike out what a gateway may have repeated: the secret, the NIK, and anything that looks like one."""
    secrets = [credentials.secret.reveal(), credentials.nik.reveal() if credentials.nik else "", credentials.email]
    for secret in filter(None, secrets):
        text = text.replace(secret, "***").replace(_in_json(secret), "***")
    return shown(_LONG_NUMBER.sub("***", " ".join(text.split()))[:MOST_SAID])


def is_answering(line: Line) -> str:
    """Look whether the gateway answers and knows this installation; a code of ours where it does not, else empty."""
    try:
        answer = line.get("/", limit=SMALL)
    except (NotSentError, NoAnswerError) as error:
        return error.code
    return BY_HTTP[answer.status] if answer.status in (401, 403) else ""


def _by_class(status: int) -> str:
    if 300 <= status < 400:
        return "gateway_moved"
    if status == 503:
        return "gateway_busy"
    return "gateway_error" if status >= 500 else REFUSED


def _words(told: Mapping[str, object]) -> str:
    words = told.get("error") or told.get("message") or told.get("status") or ""
    return words if isinstance(words, str) else json.dumps(words, ensure_ascii=False)


def _in_json(secret: str) -> str:
    """As it stands in an answer whose words are no text but fields of their own."""
    return json.dumps(secret, ensure_ascii=False)[1:-1]


def _code(told: Mapping[str, object]) -> str:
    """The code stands in `status_code`, or at the end of the words where `status_code` repeats the status of HTTP."""
    number = str(told.get("status_code", ""))
    if _FOUR_DIGITS.fullmatch(number):
        return number
    found = _FOUR_DIGITS.findall(_words(told))
    return found[-1] if found else ""
