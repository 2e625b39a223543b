"""A portal that runs CKAN: one dataset a table, made or brought up to date by its name, or taken out of sight.

It talks `action` calls of CKAN 2.9 and later. The token stands in the header alone; nothing that fails here carries it.
Everything may be done twice: a dataset is found by its name, which comes from ours.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from sektoral.adapters.signatures.line import Account, Line, NoAnswerError, NotSentError
from sektoral.domain.errors import Unavailable, WrongState

LONGEST_NAME = 100
MOST_BYTES = 4 << 20
_ODD = re.compile(r"[^a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Portal:
    """Where the portal is and by which organisation it knows us. `token` appears in no text of this object."""

    name: str
    url: str
    token: str = field(repr=False)
    organisation: str
    deadline: float = 30.0


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of a dataset, under an address that stays."""

    name: str
    format: str
    media_type: str
    url: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """What the portal is to show of a table. `name` is the slug by which it is found again."""

    name: str
    title: str
    notes: str
    tags: Sequence[str]
    extras: Mapping[str, str]
    resources: Sequence[Resource]


def slug_of(*parts: str) -> str:
    """This will make a name as CKAN allows it: 2 to 100 small letters, digits, `-` and `_`."""
    text = "-".join(_ODD.sub("-", part.lower()).strip("-") for part in parts)
    return text[:LONGEST_NAME].strip("-").ljust(2, "_")


def put(portal: Portal, dataset: Dataset) -> str:
    """This will make the dataset, or bring the one of that name up to date; gives its id there.

    Raises `Unavailable` (`portal_unreachable`, `portal_busy`, `portal_unreadable`) for what may be tried again, and
    `WrongState` (`portal_refused`, `portal_unauthorised`) for what may not get better by itself.
    """
    body = _body(portal, dataset)
    made = _call(portal, "package_create", body)
    if made.status == HTTPStatus.CONFLICT and made.is_taken:
        known = _call(portal, "package_show", {"id": dataset.name})
        there = _id_of(known)
        if portal.organisation not in (known.owner, known.owner_id):
            raise WrongState("portal_name_taken", name=dataset.name)
        made = _call(portal, "package_update", {**body, "id": there})
    return _id_of(made)


def hide(portal: Portal, name: str) -> str:
    """This will take a dataset out of the public's sight, where the portal has it; gives its id, or nothing.

    Raises as `put`.
    """
    known = _call(portal, "package_show", {"id": name})
    if known.status == HTTPStatus.NOT_FOUND:
        return ""
    return _id_of(_call(portal, "package_patch", {"id": _id_of(known), "private": True, "resources": []}))


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    told: Mapping[str, object] = field(repr=False)  # a portal may repeat the token in it

    @property
    def result(self) -> Mapping[str, object]:
        found = self.told.get("result")
        return found if isinstance(found, dict) else {}

    @property
    def id(self) -> str:
        found = self.result.get("id")
        return found if isinstance(found, str) and found.isprintable() else ""

    @property
    def owner_id(self) -> str:
        return str(self.result.get("owner_org", ""))

    @property
    def owner(self) -> str:
        organisation = self.result.get("organization")
        return str(organisation.get("name", "")) if isinstance(organisation, dict) else ""

    @property
    def is_taken(self) -> bool:
        """Whether the portal has a dataset of that name: CKAN says so as a fault of the field `name`."""
        error = self.told.get("error")
        return isinstance(error, dict) and "name" in error


def _body(portal: Portal, dataset: Dataset) -> Mapping[str, object]:
    return {
        "name": dataset.name,
        "title": dataset.title,
        "notes": dataset.notes,
        "owner_org": portal.organisation,
        "private": False,
        "state": "active",
        "license_id": "cc-by",
        "tags": [{"name": tag} for tag in dataset.tags],
        "extras": [{"key": key, "value": value} for key, value in dataset.extras.items()],
        "resources": [
            {"name": one.name, "format": one.format, "mimetype": one.media_type, "url": one.url}
            for one in dataset.resources
        ],
    }


def _id_of(answer: _Answer) -> str:
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise WrongState("portal_unauthorised")
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unavailable("portal_busy", status=answer.status)
    if answer.status != HTTPStatus.OK:
        raise WrongState("portal_refused", status=answer.status)
    if answer.told.get("success") is not True or not answer.id:
        raise Unavailable("portal_unreadable")
    return answer.id


def _call(portal: Portal, action: str, body: Mapping[str, object]) -> _Answer:
    """Ask once, with an end in sight. The line's errors have no cause: the request that hangs on it has the token."""
    line = Line(Account(portal.url, deadline=portal.deadline))
    try:
        answer = line.post(
            f"/api/3/action/{action}",
            {"json": dict(body), "headers": {"Authorization": portal.token, "Accept": "application/json"}},
            limit=MOST_BYTES,
        )
    except (NotSentError, NoAnswerError):
        raise Unavailable("portal_unreachable") from None
    return _Answer(answer.status, _read(answer.body))


def _read(body: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
