"""Whatever the public can reach: every address marked public with every value that fits, and every link from there."""

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from urllib.parse import unquote, urlsplit

from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.addresses import every_address

MOST = 400  # links that one crawl follows beyond where it begins
HOST = "http://testserver"
_FIELD = re.compile(r"<(?:\w+:)?(\w+)>")
_LINK = re.compile(r"(?:http://testserver)?(/[^\s\"'<>\\)]*)")


def public_addresses() -> Sequence[str]:
    """This will list the addresses that anybody may open, as they stand in `urls.py`."""
    found = [address for address, view in every_address() if getattr(view, "guard", "") == "public"]
    return [address.replace("^[vV]/", "v/") for address in found]


def filled(address: str, values: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """This will put every value in; raises `KeyError` for a field that nobody thought of."""
    names = _FIELD.findall(address)
    for chosen in product(*(values[name] for name in names)):
        given = dict(zip(names, chosen, strict=True))
        yield _FIELD.sub(lambda field, given=given: given[field[1]], address)  # type: ignore[misc]


def crawl(client: Client, begin: Sequence[str], accepts: Sequence[str]) -> Iterator[tuple[str, int, bytes]]:
    """This will open all addresses and what they link to, as far as it is public, and give what they answered."""
    waiting, seen = deque(begin), set(begin)
    most = len(seen) + MOST
    while waiting:
        address = waiting.popleft()
        for accept in accepts if "/sdmx/" in address and not address.endswith("/") else ("*/*",):
            answer = client.get(address, headers={"Accept": accept})
            body = content_of(answer)
            yield address, answer.status_code, body
            for link in _links(body):
                if link not in seen and len(seen) < most and _is_public(link):
                    seen.add(link)
                    waiting.append(link)


def content_of(answer: object) -> bytes:
    """This will give an answer's whole body, packed files unpacked."""
    if isinstance(answer, StreamingHttpResponse):
        body = b"".join(answer)
    else:
        assert isinstance(answer, HttpResponse)
        body = answer.content
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return b"\n".join(packed.read(name) for name in packed.namelist())
    if body.startswith(b"PAR1"):
        import pyarrow.parquet

        return str(pyarrow.parquet.read_table(io.BytesIO(body)).to_pylist()).encode()
    return body


def _links(body: bytes) -> Iterator[str]:
    if body.startswith(b"%PDF") or len(body) > 2_000_000:
        return
    text = body.decode(errors="replace").replace("&amp;", "&")
    for found in _LINK.finditer(text):
        yield found[1].split("#")[0]


def _is_public(link: str) -> bool:
    if link.startswith(("//", "/static/")):
        return False
    try:
        view = resolve(unquote(urlsplit(link).path)).func
    except Resolver404:
        return False
    return getattr(view, "guard", "") == "public"
