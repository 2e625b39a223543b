"""The keys that the office gave to programs, the living ones first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.domain.api_keys import Scope
from sektoral.domain.errors import NotFound
from sektoral.records.actors import Actor
from sektoral.records.models import ApiKey, Office
from sektoral.ui.components import Status, Tone

SCOPE_WORDS: dict[Scope, str] = {
    Scope.BANK: "Seluruh Bank Data, juga yang belum dirilis",
    Scope.PROVENANCE: "Asal setiap angka: berkas, lembar, sel, dan surat",
    Scope.METADATA: "Standar Data dan metadata",
    Scope.ROUNDS: "Kelengkapan dan ketepatan waktu putaran",
}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as the page lists it; `prefix` is what it is known by, never the key."""

    id: UUID
    name: str
    prefix: str
    scopes: Sequence[str]
    per_minute: int
    made_at: datetime
    made_by: str
    expires_at: datetime
    status: Status
    is_living: bool


def list_api_keys(office: Office, *, at: datetime) -> Sequence[KeyRow]:
    """This will list all keys of the office."""
    rows = [_row(key, at) for key in ApiKey.objects.filter(office=office).select_related("made_by")]
    return sorted(rows, key=lambda row: (not row.is_living, row.name.casefold()))


def fetch_api_key(actor: Actor, pk: UUID) -> ApiKey:
    """This will give a key of the actor's office. Raises `NotFound`."""
    found = ApiKey.objects.filter(office=actor.office, pk=pk).first()
    if found is None:
        raise NotFound("not_found")
    return found


def _row(key: ApiKey, at: datetime) -> KeyRow:
    is_living = key.revoked_at is None and key.expires_at > at
    words = {scope.value: said for scope, said in SCOPE_WORDS.items()}
    return KeyRow(
        id=key.pk,
        name=key.name,
        prefix=key.prefix,
        scopes=[words.get(scope, scope) for scope in key.scopes],
        per_minute=key.per_minute,
        made_at=key.made_at,
        made_by=key.made_by.name,
        expires_at=key.expires_at,
        status=_status(key, is_living=is_living),
        is_living=is_living,
    )


def _status(key: ApiKey, *, is_living: bool) -> Status:
    if key.revoked_at:
        return Status(Tone.BACK, "Dicabut")
    return Status(Tone.DONE, "Berlaku") if is_living else Status(Tone.IDLE, "Habis masa berlaku")
