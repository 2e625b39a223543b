"""BSrE's Esign Client Service, version 1: a form with one PDF a call, and the signed PDF is the answer's body."""

from collections.abc import Sequence
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

    def _sign_one(self, each: ToSign, credentials: Credentials | None, at: datetime) -> Signed | Failed:
        if credentials is None or credentials.nik is None:
            return Failed(each.reference, "nik_missing", ends_batch=True)
        try:
            answer = self._asked(each, credentials.nik, credentials.secret)
            if answer.status == OK and answer.kind == JSON:
                answer = self._fetched(answer)
        except (NotSentError, NoAnswerError) as error:
            failure = from_line(error)
        else:
            if answer.status == OK:
                return checked(each, answer.body, roots=self._roots, at=at, document_id=answer.document_id)
            failure = self._explained(refusal(answer, credentials), credentials.nik)
        return Failed(each.reference, failure.code, failure.unknown, failure.said, failure.ends_batch)

    def _asked(self, each: ToSign, nik: Secret, passphrase: Secret) -> Answer:
        form = {"nik": nik.reveal(), "passphrase": passphrase.reveal(), "tampilan": "invisible"}
        files = {"file": ("surat.pdf", each.pdf, "application/pdf")}
        return self._line.post("/api/sign/pdf", {"data": form, "files": files}, limit=len(each.pdf) + ROOM)

    def _fetched(self, answer: Answer) -> Answer:
        """Some versions answer with the document's id, and give the PDF out once. It is signed by then."""
        document_id = str(facts_of(answer.body).get("id_dokumen", ""))
        if not document_id.replace("-", "").isalnum():
            raise NoAnswerError("gateway_unsure")
        try:
            found = self._line.get(f"/api/sign/download/{document_id}", limit=SMALL + ROOM)
        except NotSentError:
            raise NoAnswerError("gateway_unsure") from None
        if found.status != OK:
            raise NoAnswerError("gateway_unsure")
        return Answer(OK, found.kind, found.body, document_id)

    def _explained(self, failure: Failed, nik: Secret) -> Failed:
        """A refusal with a code that we do not know may come from the certificate: its state is asked for."""
        if failure.code != REFUSED:
            return failure
        try:
            answer = self._line.get(f"/api/user/status/{nik.reveal()}", limit=SMALL)
        except (NotSentError, NoAnswerError):
            return failure
        return by_status(failure, status_in(answer))
