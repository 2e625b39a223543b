"""The child that knows the targets' addresses: lists their names, or sends one message to one of them.

`python -m sektoral.adapters.targets.child FILE` takes its order on standard input and answers in lines of JSON.
Apprise only says yes or no; what happened on the line is noted beside it, because "no" may mean "perhaps".
"""

import json
import logging
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import apprise
import requests
from requests.adapters import HTTPAdapter

from sektoral.domain.outbox import Outcome

NOT_REACHED = (requests.exceptions.ConnectTimeout, requests.exceptions.SSLError, requests.exceptions.ProxyError)
NEVER_CONNECTED = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")
PERHAPS = frozenset({502, 504})  # a gateway that does not know either
LATER = frozenset({408, 425, 429})


def main(file: str) -> int:
    """This will do what the order says."""
    logging.disable()
    order = json.load(sys.stdin)
    targets = _targets(file)
    if order["job"] == "list":
        _say({"names": sorted(targets)})
        return 0
    calls = _listen()
    _stay()
    taken = targets[order["name"]].notify(title=order["subject"], body=order["body"])
    _say(_verdict(taken=bool(taken), calls=calls))
    return 0


def _targets(file: str) -> Mapping[str, Any]:
    """Each target by its name: its tag, and a number from the second one of a tag on."""
    config = apprise.AppriseConfig()
    config.add(file)
    named: dict[str, Any] = {}
    counts: Counter[str] = Counter()
    for server in config.services():
        for tag in sorted(str(one) for one in server.tags):
            counts[tag] += 1
            named[tag if counts[tag] == 1 else f"{tag}/{counts[tag]}"] = server
    return named


def _listen() -> list[int | None]:
    """Note of every HTTP call what came back: its status, -1 where nobody was reached, None where no answer came."""
    calls: list[int | None] = []
    real = HTTPAdapter.send

    def send(self: HTTPAdapter, *args: Any, **options: Any) -> requests.Response:
        _say({"handing": True})
        try:
            answer = real(self, *args, **options)
        except requests.RequestException as error:
            calls.append(-1 if _never_connected(error) else None)
            raise
        calls.append(answer.status_code)
        return answer

    HTTPAdapter.send = send  # type: ignore[method-assign]
    return calls


def _stay() -> None:
    """Follow no redirect: what leads elsewhere would take the message, and keys in its headers, with it."""

    def nowhere(*_: Any, **__: Any) -> Iterator[requests.Response]:
        return iter(())

    requests.Session.resolve_redirects = nowhere  # type: ignore[assignment]


def _never_connected(error: requests.RequestException) -> bool:
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(error, NOT_REACHED) or type(reason).__name__ in NEVER_CONNECTED


def _verdict(*, taken: bool, calls: list[int | None]) -> Mapping[str, str]:
    if taken:
        return {"outcome": Outcome.TAKEN.value}
    codes = [code for code in calls if code is not None]
    unsure = len(codes) < len(calls) or not calls or any(200 <= code < 400 or code in PERHAPS for code in codes)
    if unsure:
        return {"outcome": Outcome.UNKNOWN.value, "code": "target_unknown"}
    if all(code == -1 for code in codes):
        return {"outcome": Outcome.NOT_YET.value, "code": "server_unreachable"}
    if any(code in LATER or code >= 500 for code in codes):
        return {"outcome": Outcome.NOT_YET.value, "code": "target_delayed"}
    return {"outcome": Outcome.NEVER.value, "code": "target_refused"}


def _say(what: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
