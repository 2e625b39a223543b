"""A throw-away PostgreSQL cluster for one test run: socket only, in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

WAIT_SECONDS = 30
INITDB = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
# Speed before safety: what is lost with the machine is a test run.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=50")


def find_binaries() -> Path | None:
    """This will find the folder with `initdb` and `postgres`: Debian's newest, else the one on the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    usable = [folder for folder in [*reversed(debian), *on_path] if (folder / "postgres").exists()]
    return next(iter(usable), None)


@contextmanager
def cluster(binaries: Path, *, options: Sequence[str] = OPTIONS) -> Iterator[str]:
    """This will start a cluster and give its DATABASE_URL. As root it runs as `postgres`: initdb refuses root."""
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="sektoral-pg-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        subprocess.run(
            [str(binaries / "initdb"), "-D", str(data), "-U", "sektoral", *INITDB],
            user=user,
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        given = [word for option in options for word in ("-c", option)]
        with (Path(folder) / "log").open("wb") as log:
            server = subprocess.Popen(
                [str(binaries / "postgres"), "-D", str(data), "-k", folder, *given],
                user=user,
                stdout=log,
                stderr=log,
                cwd=folder,
            )
        try:
            _wait(server, socket=Path(folder) / ".s.PGSQL.5432", log=Path(folder) / "log")
            yield f"postgresql://sektoral@/sektoral?host={folder}"
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: a client may still be connected, and nothing here is kept
            server.wait(timeout=WAIT_SECONDS)


def _wait(server: subprocess.Popen[bytes], *, socket: Path, log: Path) -> None:
    import psycopg

    give_up = time.monotonic() + WAIT_SECONDS
    while server.poll() is None and time.monotonic() < give_up:
        try:
            psycopg.connect(host=str(socket.parent), user="sektoral", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
