"""Keys for programs: made, shown once, revoked. Only a digest is kept, and a revoked key stays in the list."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.domain.api_keys import LONGEST, MARK, MOST_PER_MINUTE, SECRET_BYTES, Scope, digest_of, name_in
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import ApiKey


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a key is for. `scopes` are the values of `Scope`."""

    name: str
    scopes: Collection[str]
    per_minute: int
    expires_at: datetime


def make_api_key(new: NewKey, *, by: Actor, at: datetime) -> str:
    """This will make a key of the office and give it, the only time that anybody sees it.

    Raises `Refused` and `Invalid` (`api_key_name_missing`, `api_key_scopes_missing`, `api_key_scope_unknown`,
    `api_key_limit`, `api_key_ends_in_past`, `api_key_lives_too_long`).
    """
    by.check(Permission.MANAGE_API_KEYS)
    _check(new, at)
    text = f"{MARK}{secrets.token_hex(4)}_{secrets.token_urlsafe(SECRET_BYTES)}"
    with transaction.atomic():
        key = ApiKey.objects.create(
            office=by.office,
            name=new.name.strip(),
            prefix=name_in(text),
            digest=digest_of(text),
            scopes=sorted(new.scopes),
            per_minute=new.per_minute,
            made_at=at,
            made_by=by.person,
            expires_at=new.expires_at,
        )
        facts = {"scopes": " ".join(key.scopes), "expires_at": key.expires_at.isoformat()}
        journal.append("api_key.made", office=by.office, about=key, by=by.person, at=at, **facts)
    return text


def revoke_api_key(key: ApiKey, *, by: Actor, at: datetime) -> None:
    """This will end a key at once. Raises `Refused`, `NotFound` and `WrongState` (`api_key_revoked`)."""
    by.check(Permission.MANAGE_API_KEYS)
    by.check_here(key)
    with transaction.atomic():
        locked = ApiKey.objects.select_for_update(no_key=True).get(pk=key.pk)
        if locked.revoked_at is not None:
            raise WrongState("api_key_revoked")
        locked.revoked_at, locked.revoked_by = at, by.person
        locked.save(update_fields=["revoked_at", "revoked_by"])
        journal.append("api_key.revoked", office=by.office, about=locked, by=by.person, at=at)


def _check(new: NewKey, at: datetime) -> None:
    unknown = set(new.scopes) - {scope.value for scope in Scope}
    if not new.name.strip():
        raise Invalid("api_key_name_missing")
    if not new.scopes:
        raise Invalid("api_key_scopes_missing")
    if unknown:
        raise Invalid("api_key_scope_unknown", scope=min(unknown))
    if not 1 <= new.per_minute <= MOST_PER_MINUTE:
        raise Invalid("api_key_limit", most=MOST_PER_MINUTE)
    if new.expires_at <= at:
        raise Invalid("api_key_ends_in_past")
    if new.expires_at > at + LONGEST:
        raise Invalid("api_key_lives_too_long", days=LONGEST.days)
