"""The key that signs sessions, where the installation has not set one."""

import os
from pathlib import Path

from django.utils.crypto import get_random_string

LENGTH = 64


def kept_key(var: Path) -> str:
    """This will give the key kept in `var/secret_key`, made at the first call and readable by its owner only."""
    file = var / "secret_key"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(key := get_random_string(LENGTH))
    return key
