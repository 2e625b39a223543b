"""Who asks with a key: found by its name, compared by its digest, counted by its own limit."""

import logging

from django.http import HttpRequest
from ninja.security import HttpBearer

from sektoral.api.views.door import BY_ADDRESS, MINUTE, take
from sektoral.domain.api_keys import Scope, is_same, name_in
from sektoral.domain.errors import Refused
from sektoral.domain.wording import long_date
from sektoral.records.actors import local_date
from sektoral.records.models import ApiKey, Office
from sektoral.ui.limits import Limit, address_of
from sektoral.ui.security_log import Occurrence, tell
from sektoral.ui.visit import at_of

log = logging.getLogger("sektoral.api")


class KeyFor(HttpBearer):
    """Opens a view to living keys of one scope; the key is `request.auth` from then on."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiKey:
        """This will give the key. Raises `Refused`, and writes down which key was refused: its name, never the key."""
        try:
            return self._key(request)
        except Refused as refusal:
            given = name_in(request.headers.get("Authorization", "").partition(" ")[2].strip())
            log.warning("key %s was refused: %s", given or "without a name", refusal.code)
            tell(Occurrence.KEY_REFUSED, request, key=given, code=refusal.code)
            raise

    def _key(self, request: HttpRequest) -> ApiKey:
        """Give the key; what comes without a good one is counted by its address."""
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        found = _known(text.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            take(BY_ADDRESS, address_of(request), request)
            raise Refused("api_key_unknown" if text.strip() else "api_key_missing")
        if found.expires_at <= at_of(request):
            take(BY_ADDRESS, address_of(request), request)
            raise Refused("api_key_expired", expired_on=long_date(local_date(found.office, found.expires_at)))
        take(Limit("api.key", most=found.per_minute, seconds=MINUTE), found.prefix, request)
        if self.scope.value not in found.scopes:
            raise Refused("api_scope_missing", scope=self.scope.value)
        tell(Occurrence.KEY_USED, request, key=found.prefix, scope=self.scope.value)
        return found

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """This will not be asked: `__call__` reads the header itself."""
        return _known(token)


def _known(text: str) -> ApiKey | None:
    name = name_in(text)
    key = ApiKey.objects.select_related("office").filter(prefix=name, revoked_at__isnull=True).first() if name else None
    return key if key and is_same(key.digest, text) else None


def office_of(request: HttpRequest) -> Office:
    """This will give the office whose key it is: nothing of another one can be asked for."""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    return key.office
