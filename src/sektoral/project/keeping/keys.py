"""The secrets of an installation in its backup: the folder of keys, and the settings for whoever lost them."""

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from sektoral.adapters.files import sync_folder
from sektoral.adapters.keys import keep_secret_once
from sektoral.adapters.vault import key_id
from sektoral.domain.errors import Invalid, WrongState
from sektoral.letters.trust import AUTHORITY, MOVED_IN

CERTIFICATE = b"-----BEGIN CERTIFICATE-----"
SETTINGS_FILE = "env-dari-cadangan"  # where a restore lays the settings of old, to be looked at


def keys_text(keys: Path, env: Path) -> bytes:
    """This will write every key, and the file of settings where there is one."""
    files = sorted(path for path in keys.rglob("*") if path.is_file() and not path.name.startswith(".new-"))
    held = {path.relative_to(keys).as_posix(): _packed(path) for path in files}
    settings = _packed(env) if env.is_file() else ""
    return json.dumps({"keys": held, "settings": settings}, indent=1, sort_keys=True).encode()


def put_keys(text: bytes, keys: Path) -> None:
    """This will lay the keys into an empty folder, readable by their owner only."""
    for name, content in _held(text).items():
        if keep_secret_once(_place(keys, name), content) != content:
            raise WrongState("restore_keys_differ", file=name)


def put_foreign_keys(text: bytes, keys: Path) -> None:
    """This will lay what proves and opens papers of another installation beside our own keys, which stay in use."""
    for name, content in _held(text).items():
        if name.endswith(".pub"):
            keep_secret_once(_place(keys, name), content)
        elif name == "nik.key":
            keep_secret_once(keys / f"nik.{key_id(bytes.fromhex(content.decode()))}.key", content)
        elif name == f"{AUTHORITY}/root.pem":
            certificate = content[content.index(CERTIFICATE) :]  # without its private key: it signs nothing here
            keep_secret_once(keys / MOVED_IN / f"{hashlib.sha256(certificate).hexdigest()[:16]}.pem", certificate)


def put_settings(text: bytes, folder: Path) -> Path | None:
    """This will lay the settings of old where an administrator finds them; returns where, if there were any."""
    packed = str(json.loads(text)["settings"])
    if not packed:
        return None
    place = folder / SETTINGS_FILE
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64decode(packed))
    sync_folder(folder)
    return place


def _held(text: bytes) -> Mapping[str, bytes]:
    try:
        return {name: base64.b64decode(packed) for name, packed in json.loads(text)["keys"].items()}
    except (ValueError, KeyError, binascii.Error):
        raise Invalid("backup_damaged", part="keys") from None


def _place(keys: Path, name: str) -> Path:
    place = (keys / name).resolve()
    if not place.is_relative_to(keys.resolve()):
        raise Invalid("backup_damaged", part="keys")
    return place


def _packed(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()
