"""Asking a time-stamp authority when a signature was made (RFC 3161), and for what proves it trustworthy later.

Nothing is taken on trust: the answer must be to our question, made by a certificate for time stamps under the root that
this installation was told, not revoked as far as can be known, and by a clock that goes as ours.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import cms, crl, ocsp, tsp, x509
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import AuthorityWithCert
from pyhanko_certvalidator.fetchers.common_utils import format_ocsp_request

from sektoral.adapters.signatures.line import Account, Line, NoAnswerError, NotSentError
from sektoral.adapters.signatures.validation import problem_of, roots_of
from sektoral.domain.inspections import Trust

LARGEST = 1 << 20  # bytes of any answer
CLOCKS_APART = timedelta(minutes=10)
QUERY = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class NotStampedError(Exception):
    """There is no time stamp; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Evidence:
    """The authority's certificates, and what says that they were not revoked; each in DER."""

    certificates: tuple[bytes, ...]
    ocsps: tuple[bytes, ...]
    crls: tuple[bytes, ...]


class TimeStampService:
    """One authority: where it is asked, and the roots its certificate must lead to."""

    def __init__(self, account: Account, roots: Sequence[bytes]) -> None:
        self._account = account
        self._roots = roots_of(roots)

    def stamp(self, digest: bytes, *, at: datetime) -> bytes:
        """Get a token in DER for a SHA-256. Raises `NotStampedError`."""
        token = self._token(digest)
        status = self._status(token, digest, at, Evidence((), (), ()), revocation="soft-fail")
        if not (status.intact and status.valid and status.trusted):
            raise NotStampedError("stamp_untrusted")
        if abs(status.timestamp - at.astimezone(UTC)) > CLOCKS_APART:
            raise NotStampedError("stamp_clock")
        return bytes(token.dump())

    def evidence(self, *, at: datetime) -> Evidence | None:
        """Gather what proves the authority later; `None` where it cannot be had now.

        Raises `NotStampedError` (`stamp_revoked`), and whatever stands in the way of any stamp.
        """
        digest = bytes(32)
        token = self._token(digest)
        chain = [one.chosen for one in token["content"]["certificates"]]
        found = self._revocation([*chain, *self._roots.certificates])
        status = self._status(token, digest, at, found, revocation="soft-fail")
        if not (status.intact and status.valid and status.trusted):
            raise NotStampedError("stamp_revoked" if problem_of(status) is Trust.REVOKED else "stamp_untrusted")
        is_confirmed = self._status(token, digest, at, found, revocation="hard-fail").trusted
        return found if is_confirmed else None

    def _token(self, digest: bytes) -> cms.ContentInfo:
        nonce, asked = TimeStamper().request_cms(digest, "sha256")  # type: ignore[no-untyped-call]
        body = self._fetch(self._account.url, content=asked.dump(), headers=QUERY)
        try:
            answer = tsp.TimeStampResp.load(body)
            if answer["status"]["status"].native not in ("granted", "granted_with_mods"):
                raise NotStampedError("stamp_refused")
            token = answer["time_stamp_token"]
            told = token["content"]["encap_content_info"]["content"].parsed
            if told["nonce"].native != nonce:
                raise NotStampedError("stamp_nonce")
        except (ValueError, TypeError, KeyError, AttributeError):
            raise NotStampedError("stamp_unreadable") from None
        return token

    def _status(
        self, token: cms.ContentInfo, digest: bytes, at: datetime, found: Evidence, *, revocation: str
    ) -> TimestampSignatureStatus:
        context = ValidationContext(
            trust_roots=list(self._roots.certificates),
            other_certs=[x509.Certificate.load(one) for one in found.certificates],
            ocsps=list(found.ocsps),
            crls=list(found.crls),
            moment=at.astimezone(UTC),
            revocation_mode=revocation,
            retroactive_revinfo=True,
        )
        try:
            checked = validate_tst_signed_data(token["content"], context, lambda _: digest)
            return TimestampSignatureStatus(**asyncio.run(checked))
        except (ValueError, TypeError, KeyError, AttributeError):
            raise NotStampedError("stamp_unreadable") from None
        except Exception:  # noqa: BLE001  # pyHanko refuses what does not fit in many ways
            raise NotStampedError("stamp_untrusted") from None

    def _revocation(self, chain: Sequence[x509.Certificate]) -> Evidence:
        """Ask for each certificate of the chain whether it was revoked; what does not answer is left out."""
        ocsps, crls = [], []
        for one in chain:
            issuer = next((above for above in chain if above.subject == one.issuer), None)
            if issuer is None or one.self_signed != "no":
                continue
            asked = format_ocsp_request(one, AuthorityWithCert(issuer), certid_hash_algo="sha1", request_nonces=False)
            for url in one.ocsp_urls:
                ocsps += self._tried(ocsp.OCSPResponse, url, asked.dump())
            for point in one.crl_distribution_points:
                crls += self._tried(crl.CertificateList, point.url or "", b"")
        certificates = dict.fromkeys(one.dump() for one in chain)
        return Evidence(tuple(certificates), tuple(ocsps), tuple(crls))

    def _tried(self, kind: type[ocsp.OCSPResponse | crl.CertificateList], url: str, body: bytes) -> list[bytes]:
        try:
            headers = {"Content-Type": "application/ocsp-request"}
            data = self._fetch(url, content=body, headers=headers) if body else self._fetch(url)
            kind.load(data, strict=True).native  # noqa: B018  # reads all of it
        except (NotStampedError, ValueError, TypeError):
            return []
        return [data]

    def _fetch(self, url: str, **body: object) -> bytes:
        """Ask by one line, so that the deadline is for all of one answer."""
        line = Line(Account(url, self._account.user, self._account.password, self._account.ca, self._account.deadline))
        try:
            answer = line.post("", body, limit=LARGEST) if body else line.get("", limit=LARGEST)
        except (NotSentError, NoAnswerError):
            raise NotStampedError("stamp_unreachable") from None
        if answer.status != 200:
            raise NotStampedError("stamp_refused")
        return answer.body
