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
from dataclasses import dataclass
from pathlib import Path

WAIT_SECONDS = 30
INITDB = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
# Speed before safety: what is lost with the machine is a test run.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=50")
# A test commits nothing: autovacuum would take its tables for empty, and each join would be planned for no rows.
SUITE = (*OPTIONS, "autovacuum=off")


def find_binaries() -> Path | None:
    """This will find the folder with `initdb` and `postgres`: Debian's newest, else the one on the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    usable = [folder for folder in [*reversed(debian), *on_path] if (folder / "postgres").exists()]
    return next(iter(usable), None)


@dataclass(slots=True)
class Cluster:
    """A cluster in `folder`, as `owner`. It may be stopped at once, as by a power cut, and started again."""

    binaries: Path
    folder: Path
    options: Sequence[str] = OPTIONS
    owner: str | None = None
    _server: "subprocess.Popen[bytes] | None" = None

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.folder / ".s.PGSQL.5432"

    def make(self) -> None:
        """This will lay out its data folder."""
        if self.owner:
            os.chown(self.folder, pwd.getpwnam(self.owner).pw_uid, -1)
        command = [str(self.binaries / "initdb"), "-D", str(self.folder / "data"), "-U", "sektoral", *INITDB]
        subprocess.run(command, user=self.owner, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)

    def start(self, *more: str) -> None:
        """This will start it, with options beside its own, and wait until it answers."""
        given = [word for option in (*self.options, *more) for word in ("-c", option)]
        command = [str(self.binaries / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), *given]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(command, user=self.owner, stdout=log, stderr=log, cwd=self.folder)
        _wait(self._server, socket=self.socket, log=self.folder / "log")

    def is_alive(self) -> bool:
        """Whether its process runs."""
        return self._server is not None and self._server.poll() is None

    def stop(self) -> None:
        """This will stop it at once: whoever is connected is cut off, and nothing is written down first."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(timeout=WAIT_SECONDS)


@contextmanager
def cluster(binaries: Path, *, options: Sequence[str] = OPTIONS) -> Iterator[str]:
    """This will start a cluster and give its DATABASE_URL. As root it runs as `postgres`: initdb refuses root."""
    with tempfile.TemporaryDirectory(prefix="sektoral-pg-", ignore_cleanup_errors=True) as folder:
        one = Cluster(binaries, Path(folder), options, owner())
        one.make()
        try:
            one.start()
            yield f"postgresql://sektoral@/sektoral?host={folder}"
        finally:
            one.stop()


def owner() -> str | None:
    """This will say as whom a cluster runs, where not as oneself."""
    return "postgres" if os.geteuid() == 0 else None


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
