"""The line to an S3 service: one bucket, by the configured endpoint and keys, and nothing looked up elsewhere.

Errors come out as `Unavailable`, which may be tried again; that an object is not there is `NotFound`.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any, Protocol, TypeAlias, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from sektoral.adapters.files import Bucket
from sektoral.domain.errors import NotFound, Unavailable

CONNECT_SECONDS, READ_SECONDS, TRIES = 5, 15, 2
WHOLE_SECONDS = 120  # for one call, and again for all bytes of one object, however slowly they drip
BLOCK = 1 << 20
EXISTS = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
MISSING = frozenset({"NoSuchKey", "NoSuchVersion", "404"})
UNKNOWN = frozenset({"NotImplemented", "501"})  # an older service knows no conditions
FULL = frozenset({"QuotaExceeded", "XMinioStorageFull", "507"})

for name in ("boto3", "botocore", "urllib3"):  # their debug lines hold the signatures of our requests
    logging.getLogger(name).setLevel(logging.CRITICAL)


T = TypeVar("T")
Client: TypeAlias = Any  # boto3 makes its classes while it runs


class Body(Protocol):
    """The bytes of an answer."""

    def iter_chunks(self, chunk_size: int) -> Iterator[bytes]:
        """Give them bit by bit; it raises where fewer come than were announced."""

    def close(self) -> None:
        """End the answer."""


class BucketLine:
    """One bucket of a service."""

    def __init__(self, bucket: Bucket) -> None:
        self._name = bucket.name
        self._client = _connect(bucket.endpoint, bucket.region, bucket.key, bucket.secret, bucket.ca)

    def send(self, key: str, body: IO[bytes], *, checksum: str, anew: bool = True) -> bool:
        """Send an object with its SHA-256 in base64 and tell whether it was new; it never takes another's place.

        Raises `NoConditionsError` where the service knows no such condition; with `anew` false none is made.
        """
        condition = {"IfNoneMatch": "*"} if anew else {}
        with _errors(key):
            try:
                self._call("put_object", Key=key, Body=body, ChecksumSHA256=checksum, **condition)
            except ClientError as error:
                if _code(error) in EXISTS:
                    return False
                if anew and _code(error) in UNKNOWN:
                    raise NoConditionsError from error
                raise
        return True

    def bytes_of(self, key: str) -> Iterator[bytes]:
        """Give the bytes of an object as they come. Raises `NotFound`, and `Unavailable` when they end too soon."""
        with _errors(key):
            until = time.monotonic() + WHOLE_SECONDS
            body: Body = self._call("get_object", Key=key)["Body"]
            try:
                for chunk in body.iter_chunks(BLOCK):
                    if time.monotonic() > until:
                        raise Unavailable("storage.slow")
                    yield chunk
            finally:
                body.close()

    def size(self, key: str) -> int:
        """Give how many bytes the service says that an object has. Raises `NotFound`."""
        with _errors(key):
            return int(self._call("head_object", Key=key)["ContentLength"])

    def list_keys(self) -> Iterator[str]:
        """List the keys of all objects, in order."""
        for page in self._pages("list_objects_v2"):
            yield from (one["Key"] for one in page.get("Contents", []))

    def move(self, key: str, to: str) -> None:
        """Give an object another key, within the service."""
        with _errors(key):
            self._call("copy_object", Key=to, CopySource={"Bucket": self._name, "Key": key})
            self._call("delete_object", Key=key)

    def destroy(self, key: str) -> None:
        """Remove an object with every version that the bucket keeps of it."""
        for page in list(self._pages("list_object_versions", Prefix=key)):
            for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                with _errors(key):
                    self._call("delete_object", Key=key, VersionId=one["VersionId"])

    def _pages(self, listing: str, **asked: str) -> Iterator[Mapping[str, Iterable[Mapping[str, str]]]]:
        with _errors(""):
            pages = iter(self._client.get_paginator(listing).paginate(Bucket=self._name, **asked))
            while page := _within(lambda: next(pages, None)):
                yield page

    def _call(self, operation: str, **asked: object) -> Any:
        return _within(lambda: getattr(self._client, operation)(Bucket=self._name, **asked))


class NoConditionsError(Exception):
    """The service does not know how to refuse an object that is there already."""


@cache
def _connect(endpoint: str, region: str, key: str, secret: str, ca: Path | None) -> Client:
    """Make boto3's client, once in each process: it takes half a second."""
    client: Client = boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        verify=str(ca) if ca else True,
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": TRIES, "mode": "standard"},
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            request_checksum_calculation="when_required",  # ours is SHA-256; older services choke on theirs
            response_checksum_validation="when_required",
        ),
    )
    client.meta.events.register("before-call.s3", _stay_here)
    return client


def _stay_here(params: Mapping[str, Any], **_: object) -> None:
    """Tell botocore that this request was redirected before: it would look for another region, and so without end."""
    params["context"]["s3_redirect"]["redirected"] = True


def _within(call: Callable[[], T]) -> T:
    """Call in a thread beside, and leave it to itself where it takes too long: boto3 only limits each single read."""
    ended: Future[T] = Future()

    def run() -> None:
        try:
            ended.set_result(call())
        except BaseException as error:  # noqa: BLE001  it is raised where the answer is waited for
            ended.set_exception(error)

    threading.Thread(target=run, name="s3", daemon=True).start()
    try:
        return ended.result(WHOLE_SECONDS)
    except TimeoutError:
        raise Unavailable("storage.slow") from None


@contextmanager
def _errors(key: str) -> Iterator[None]:
    """Turn what the service answers, or does not, into errors of ours; without a cause, for it may hold our keys."""
    try:
        yield
    except ClientError as error:
        code = _code(error)
        if code in MISSING:
            raise NotFound("file.missing", sha256=key[-64:]) from None
        raise Unavailable("storage.full" if code in FULL else "storage.refused", answer=code) from None
    except BotoCoreError as error:
        raise Unavailable("storage.away", answer=type(error).__name__) from None


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
