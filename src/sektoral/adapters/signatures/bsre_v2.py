"""BSrE's Esign Client Service, version 2: JSON with the PDFs in base64, many in one call with one secret."""

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime

from sektoral.adapters.signatures.answers import checked
from sektoral.adapters.signatures.bsre import (
    REFUSED,
    ROOM,
    SMALL,
    by_status,
    facts_of,
    failures,
    from_line,
    refusal,
    status_in,
)
from sektoral.adapters.signatures.line import Account, Answer, Line, NoAnswerError, NotSentError
from sektoral.adapters.signatures.port import Credentials, Failed, Signed, ToSign
from sektoral.domain.papers import SigningService

OK = 200
MOST_AT_ONCE = 50


class BsreV2:
    """The gateway as one person's sitting sees it: the deadline runs from its making, for all calls together.

    It knows a signatory by NIK or by e-mail address, with a passphrase or a one-time code.
    """

    service = SigningService.BSRE_V2
    at_once = MOST_AT_ONCE

    def __init__(self, account: Account, *, roots: Sequence[bytes] = ()) -> None:
        self._line = Line(account)
        self._roots = roots

    def sign(self, batch: Sequence[ToSign], credentials: Credentials | None, at: datetime) -> Sequence[Signed | Failed]:
        """Sign all PDFs in one call; the answers stand in their order."""
        if credentials is None:
            return failures(batch, Failed("", "passphrase_missing", ends_batch=True))
        try:
            answer = self._asked(batch, credentials)
        except (NotSentError, NoAnswerError) as error:
            return failures(batch, from_line(error))
        if answer.status != OK or "file" not in facts_of(answer.body):
            return failures(batch, self._refusal(answer, credentials))
        return self._taken(batch, facts_of(answer.body)["file"], at)

    def send_code(self, credentials: Credentials, count: int) -> Failed | None:
        """Have the gateway send a one-time code for `count` PDFs to the signatory; says what stood in the way."""
        body = {**_who(credentials), "data": count}
        try:
            answer = self._line.post("/api/v2/sign/get/totp", {"json": body}, limit=SMALL)
        except (NotSentError, NoAnswerError) as error:
            return from_line(error)
        return None if answer.status == OK else self._explained(refusal(answer, credentials), credentials)

    def _asked(self, batch: Sequence[ToSign], credentials: Credentials) -> Answer:
        body = {
            **_who(credentials),
            credentials.means.value: credentials.secret.reveal(),
            "signatureProperties": [{"tampilan": "INVISIBLE"}],  # one for all
            "file": [base64.b64encode(each.pdf).decode() for each in batch],
        }
        most = sum(len(each.pdf) + ROOM for each in batch) * 4 // 3 + SMALL
        return self._line.post("/api/v2/sign/pdf", {"json": body}, limit=most)

    def _refusal(self, answer: Answer, credentials: Credentials) -> Failed:
        if answer.status == OK and not facts_of(answer.body).get("error"):
            return Failed("", "answer_not_pdf", ends_batch=True)  # neither files nor an error, such as a proxy's page
        return self._explained(refusal(answer, credentials), credentials)

    def _explained(self, failure: Failed, credentials: Credentials) -> Failed:
        """A refusal with a code that we do not know may come from the certificate: its state is asked for."""
        if failure.code != REFUSED:
            return failure
        try:
            answer = self._line.post("/api/v2/user/check/status", {"json": _who(credentials)}, limit=SMALL)
        except (NotSentError, NoAnswerError):
            return failure
        return by_status(failure, status_in(answer))

    def _taken(self, batch: Sequence[ToSign], files: object, at: datetime) -> Sequence[Signed | Failed]:
        texts = files if isinstance(files, list) else []
        if len(texts) != len(batch):
            return failures(batch, Failed("", "answer_other_count"))
        pairs = zip(batch, texts, strict=True)
        return [checked(each, _decoded(text), roots=self._roots, at=at) for each, text in pairs]


def _who(credentials: Credentials) -> dict[str, str]:
    return {"nik": credentials.nik.reveal()} if credentials.nik else {"email": credentials.email}


def _decoded(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        return b""
