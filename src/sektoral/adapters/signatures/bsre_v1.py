"""BSrE's Esign Client Service, version 1: a form with one PDF a call, and the signed PDF is the answer's body."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sektoral.adapters.signatures.answers import checked
from sektoral.adapters.signatures.bsre import (
    REFUSED,
    ROOM,
    SMALL,
    by_status,
    facts_of,
    from_line,
    refusal,
    status_in,
)
from sektoral.adapters.signatures.line import Account, Answer, Line, NoAnswerError, NotSentError
from sektoral.adapters.signatures.port import Credentials, Failed, Secret, Signed, ToSign
from sektoral.domain.papers import SigningService

OK = 200
JSON = "application/json"
MOST_NAMED = 100  # characters of a document's id


class BsreV1:
    """The gateway as one person's sitting sees it: the deadline runs from its making, for all calls together.

    It knows a signatory by NIK and passphrase only.
    """

    service = SigningService.BSRE_V1
    at_once = 1

    def __init__(self, account: Account, *, roots: Sequence[bytes] = ()) -> None:
        self._line = Line(account)
        self._roots = roots

    def sign(self, batch: Sequence[ToSign], credentials: Credentials | None, at: datetime) -> Sequence[Signed | Failed]:
        """Sign each PDF in a call of its own."""
        return [self._sign_one(each, credentials, at) for each in batch]

    def fetch(self, each: ToSign, document_id: str, at: datetime) -> Signed | Failed:
        """Fetch what the gateway has signed and keeps under `document_id`; it gives each out once (4044 afterwards)."""
        got = self._downloaded(each, document_id)
        if isinstance(got, Failed):
            return replace(got, reference=each.reference)
        return checked(each, got, roots=self._roots, at=at, document_id=document_id)

    def _sign_one(self, each: ToSign, credentials: Credentials | None, at: datetime) -> Signed | Failed:
        if credentials is None or credentials.nik is None:
            return Failed(each.reference, "nik_missing", ends_batch=True)
        try:
            answer = self._asked(each, credentials.nik, credentials.secret)
        except (NotSentError, NoAnswerError) as error:
            return replace(from_line(error), reference=each.reference)
        if answer.status != OK:
            failure = self._explained(refusal(answer, credentials), credentials.nik)
            return replace(failure, reference=each.reference)
        if answer.kind == JSON:
            return self._kept(each, str(facts_of(answer.body).get("id_dokumen", "")), at)
        return checked(each, answer.body, roots=self._roots, at=at, document_id=answer.document_id)

    def _asked(self, each: ToSign, nik: Secret, passphrase: Secret) -> Answer:
        form = {"nik": nik.reveal(), "passphrase": passphrase.reveal(), "tampilan": "invisible"}
        files = {"file": ("surat.pdf", each.pdf, "application/pdf")}
        return self._line.post("/api/sign/pdf", {"data": form, "files": files}, limit=len(each.pdf) + ROOM)

    def _kept(self, each: ToSign, document_id: str, at: datetime) -> Signed | Failed:
        """Some versions answer with the document's id, and give the PDF out for it. It is signed by then."""
        if not _is_name(document_id):
            return Failed(each.reference, "gateway_unsure", unknown=True, ends_batch=True)
        got = self._downloaded(each, document_id)
        if isinstance(got, Failed):
            code = "document_not_fetched"
            return Failed(each.reference, code, unknown=True, ends_batch=True, document_id=document_id)
        return checked(each, got, roots=self._roots, at=at, document_id=document_id)

    def _downloaded(self, each: ToSign, document_id: str) -> bytes | Failed:
        try:
            answer = self._line.get(f"/api/sign/download/{document_id}", limit=len(each.pdf) + ROOM)
        except (NotSentError, NoAnswerError) as error:
            return from_line(error)
        return answer.body if answer.status == OK else refusal(answer, Credentials(Secret("")))

    def _explained(self, failure: Failed, nik: Secret) -> Failed:
        """A refusal with a code that we do not know may come from the certificate: its state is asked for."""
        if failure.code != REFUSED:
            return failure
        try:
            answer = self._line.get(f"/api/user/status/{nik.reveal()}", limit=SMALL)
        except (NotSentError, NoAnswerError):
            return failure
        return by_status(failure, status_in(answer))


def _is_name(document_id: str) -> bool:
    """What may stand in an address, and is kept whole."""
    return document_id.isascii() and document_id.replace("-", "").isalnum() and len(document_id) <= MOST_NAMED
