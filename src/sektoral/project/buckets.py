"""Where files are kept when it is not the server's own disk, as an installation sets it."""

from pathlib import Path

from sektoral.adapters.addresses import is_safe_address
from sektoral.adapters.files import Bucket
from sektoral.project.env import BadSetting, Env

OTHERS = 0o077


def bucket_of(env: Env, root: Path, var: Path) -> Bucket | None:
    """This will read which bucket keeps the files, if any; `BadSetting` for one that cannot be used safely."""
    if not env.text("SEKTORAL_S3_BUCKET"):
        return None
    endpoint = env.text("SEKTORAL_S3_ENDPOINT").rstrip("/")
    if not is_safe_address(endpoint):
        raise BadSetting("SEKTORAL_S3_ENDPOINT must begin with https://, or lead to this machine")
    key, secret = _keys(env.path("SEKTORAL_S3_KEYS", root))
    return Bucket(
        endpoint=endpoint,
        region=env.text("SEKTORAL_S3_REGION"),
        name=env.text("SEKTORAL_S3_BUCKET"),
        key=key,
        secret=secret,
        cache=var / "file-copies",
        cache_bytes=env.whole("SEKTORAL_S3_CACHE_MB", least=64, most=1 << 24) << 20,
        ca=env.path("SEKTORAL_S3_CA", root) if env.text("SEKTORAL_S3_CA") else None,
    )


def _keys(file: Path) -> tuple[str, str]:
    if not file.is_file():
        raise BadSetting("SEKTORAL_S3_KEYS must name a file of two lines: the key's id and its secret")
    if file.stat().st_mode & OTHERS:
        raise BadSetting(f"SEKTORAL_S3_KEYS: others may read {file}; chmod go= it")
    lines = file.read_text(encoding="utf-8").split()
    if len(lines) != 2:
        raise BadSetting("SEKTORAL_S3_KEYS must hold two lines: the key's id and its secret")
    return lines[0], lines[1]
