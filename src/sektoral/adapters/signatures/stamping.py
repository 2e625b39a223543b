"""Time stamps as signing uses them: asked for, never insisted on. What cannot be had makes a signature without one."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sektoral.adapters.signatures.time_stamps import Evidence, NotStampedError, TimeStampService
from sektoral.domain.papers import SignatureLevel

REST = timedelta(minutes=1)  # after a failure nobody waits for the authority again so soon
EVIDENCE_HOLDS = timedelta(hours=1)


@dataclass(slots=True)
class Stamps:
    """One signature's way to a time stamp. `evidence` is laid down first; `level` tells what came of it all."""

    service: TimeStampService
    at: datetime
    evidence: Evidence | None
    failure: str = ""
    is_stamped: bool = field(default=False, init=False)

    @property
    def level(self) -> SignatureLevel:
        """What the signature has become."""
        if not self.is_stamped:
            return SignatureLevel.BASIC
        return SignatureLevel.LONG_TERM if self.evidence else SignatureLevel.TIMED

    def stamp(self, digest: bytes) -> bytes | None:
        """Get a token; none where the authority gives none that can be trusted."""
        try:
            token = self.service.stamp(digest, at=self.at)
        except NotStampedError as error:
            self.failure = error.code
            return None
        self.is_stamped = True
        return token


class Stamping:
    """Remembers what the authority was worth: its evidence for an hour, its failure for a minute."""

    def __init__(self, service: TimeStampService) -> None:
        self._service = service
        self._evidence: tuple[datetime, Evidence | None] | None = None
        self._last: Stamps | None = None
        self._rests_until: datetime | None = None

    def begin(self, at: datetime) -> Stamps | None:
        """Prepare one signature's stamp; `None` while the authority rests after a failure."""
        if self._last is not None and self._last.failure:
            self._rests_until, self._last = self._last.at + REST, None
        if self._rests_until is not None and at < self._rests_until:
            return None
        try:
            self._last = Stamps(self._service, at, self._known(at))
        except NotStampedError:
            self._rests_until = at + REST
            return None
        return self._last

    def _known(self, at: datetime) -> Evidence | None:
        if self._evidence is None or not self._evidence[0] <= at < self._evidence[0] + EVIDENCE_HOLDS:
            self._evidence = (at, self._service.evidence(at=at))
        return self._evidence[1]
