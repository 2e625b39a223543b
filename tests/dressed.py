"""What every answer must carry, whoever asked, whatever it is and however it ended."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from sektoral.project.marks import PUBLIC, mark_of
from sektoral.project.middleware import PAGES

ALWAYS = {
    "X-Content-Type-Options": ("nosniff",),
    "X-Frame-Options": ("DENY",),
    "Referrer-Policy": ("same-origin", "no-referrer"),
    "Cross-Origin-Opener-Policy": ("same-origin",),
    "Cross-Origin-Resource-Policy": ("same-origin", "cross-origin"),
}
KEPT_BY_ONE = ("/langkah-3/", "/api/v1/")  # workbooks on a bad line and a key's answers: asked for anew by their tag


class Watching(Client):
    """A browser that fails a test when an answer lacks what every answer must carry."""

    def request(self, **request: Any) -> Any:
        """This will ask, and look at how the answer is dressed."""
        answer = super().request(**request)
        lacking = list(faults_of(str(request.get("PATH_INFO", "/")), answer))
        asked = f"{request.get('REQUEST_METHOD')} {request.get('PATH_INFO')} → {answer.status_code}"
        assert lacking == [], f"{asked}: {lacking}"
        return answer


def faults_of(path: str, answer: HttpResponseBase) -> Iterator[str]:
    """This will name whatever an answer lacks or has too much of."""
    headers = {name: answer.headers.get(name, "") for name in (*ALWAYS, *_LOOKED_AT)}
    yield from (f"{name}: {headers[name]}" for name, good in ALWAYS.items() if headers[name] not in good)
    yield from _policy_faults(headers)
    yield from _file_faults(headers)
    yield from _sharing_faults(path, headers)
    yield from _cookie_faults(answer)
    if not _may_be_kept(path, headers["Cache-Control"], has_cookie=bool(answer.cookies)):
        yield f"Cache-Control: {headers['Cache-Control']}"


def is_public(path: str) -> bool:
    """This will tell whether anybody may open an address."""
    try:
        return mark_of(resolve(path).func) == PUBLIC
    except Resolver404:
        return False


_LOOKED_AT = (
    "Access-Control-Allow-Origin",
    "Cache-Control",
    "Content-Disposition",
    "Content-Security-Policy",
    "Content-Type",
    "Permissions-Policy",
)


def _policy_faults(headers: Mapping[str, str]) -> Iterator[str]:
    policy = headers["Content-Security-Policy"]
    if "unsafe" in policy or "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy:
        yield f"Content-Security-Policy: {policy}"
    if "camera=()" not in headers["Permissions-Policy"]:
        yield "Permissions-Policy"


def _file_faults(headers: Mapping[str, str]) -> Iterator[str]:
    kind, _, parameters = headers["Content-Type"].partition(";")
    way, policy = headers["Content-Disposition"], headers["Content-Security-Policy"]
    if (kind.startswith("text/") or kind.endswith("xml")) and "charset" not in parameters:
        yield f"Content-Type: {headers['Content-Type']}"
    if way and not way.startswith("attachment"):
        yield f"Content-Disposition: {way}"
    if kind and (way or kind not in PAGES) and "sandbox" not in policy:
        yield f"a file that is not sealed: {kind} {policy}"


def _sharing_faults(path: str, headers: Mapping[str, str]) -> Iterator[str]:
    if headers["Access-Control-Allow-Origin"] and not (path.startswith("/api/v1/") and is_public(path)):
        yield "shared with other origins"
    if headers["Cross-Origin-Resource-Policy"] == "cross-origin" and not headers["Access-Control-Allow-Origin"]:
        yield "Cross-Origin-Resource-Policy: cross-origin"


def _cookie_faults(answer: HttpResponseBase) -> Iterator[str]:
    for cookie in answer.cookies.values():
        if not cookie["httponly"] or cookie["samesite"] != "Lax":
            yield f"cookie {cookie.key}"


def _may_be_kept(path: str, rule: str, *, has_cookie: bool) -> bool:
    if "no-store" in rule:
        return True
    if "private" in rule and "no-cache" in rule:
        return path.startswith(KEPT_BY_ONE)
    return "public" in rule and is_public(path) and not has_cookie
