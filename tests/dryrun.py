"""`make dryrun`: does what docs/operations.md says, line by line as it stands there, as far as one machine allows.

Everything happens beside the machine: in a mount namespace with its own /etc, /srv, /var/backups and /usr/local/bin,
and with a network of its own, so that services listen on the real ports by the real names and nothing is left behind.
There is no systemd as process 1: `tests/dryrun_units.py` stands in for `systemctl` and starts each unit's ExecStart as
its user, with its limits, its rights and its read-only system. Packages of Debian must be there already.
`python -m tests.dryrun linked`, which `make test` runs, takes the packages that are installed here instead of fetching
them; all else is the same.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.operations import NAME, ROOT, blocks

SKIPPED_BLOCKS = ("# PostgreSQL only",)
PROGRAMS = ("nginx", "openssl", "unshare", "setpriv", "prlimit", "ip", "adduser", "runuser", "systemd-analyze")
PATH = "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"  # as root has it on a server, without our own .venv
OWN_FOLDERS = ("/srv", "/var/backups", "/usr/local/bin", "/var/lib/nginx", "/var/log/nginx", "/var/www", "/run")
# What a person does by hand, where the page says so
BY_HAND = {
    "# put a checkout of this repository": "dryrun-checkout",
    "# writes kantor.toml and opd.xlsx to fill in": "dryrun-answers",
    "# put fullchain.pem and privkey.pem there": "dryrun-certificate",
}
PACKAGES = "/srv/packages"  # those of our own .venv, in the form without network
FETCH = ".venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock"
FIRST = f"import sys; sys.path.insert(0, '{PACKAGES}')"  # before what `python3 -m venv` brings along
LINK = f'echo "{FIRST}" > .venv/lib/python{sysconfig.get_python_version()}/site-packages/linked.pth'
SKIPPED = "SKIPPED"


def main(words: Sequence[str] = ()) -> int:
    """This will do it all and give 0, or 1 with what went wrong."""
    is_linked = "linked" in words
    if lacking := _lacking() or (is_linked and _unlike()):
        print(f"{SKIPPED}: {lacking}; what docs/operations.md says was not tried")
        return 1 if os.environ.get("CI") and "apt-get" in lacking else 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sektoral-dryrun-", dir="/var/tmp", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        _lay_out(folder, is_linked=is_linked)
        done = subprocess.run(
            ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "bash", "-euo",
             "pipefail", str(folder / "enter")],
            cwd="/", env=_environment(folder), check=False,
        )  # fmt: skip
    print(f"{'The page holds' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.0f} s)")
    return 1 if done.returncode else 0


def _lacking() -> str:
    if os.geteuid() != 0:
        return "only root may make namespaces"
    missing = [program for program in PROGRAMS if shutil.which(program, path=PATH) is None]
    if missing:
        return f"{', '.join(missing)} missing (apt-get install nginx-light openssl iproute2 adduser util-linux systemd)"
    if subprocess.run(
        ["/usr/bin/python3", "-c", "import ensurepip, venv"], check=False, capture_output=True
    ).returncode:
        return "python3-venv missing (apt-get install python3-venv)"
    tried = subprocess.run(["unshare", "--mount", "--net", "true"], check=False, capture_output=True)
    return "this machine allows no namespaces" if tried.returncode else ""


def _unlike() -> str:
    """Packages of one Python are of no use to another."""
    ours, command = sysconfig.get_python_version(), "import sysconfig; print(sysconfig.get_python_version())"
    theirs = subprocess.run(["/usr/bin/python3", "-c", command], check=True, capture_output=True, text=True)
    found = theirs.stdout.strip()
    return "" if found == ours else f"python3 is {found} here, and the tests run with {ours}"


def _environment(folder: Path) -> dict[str, str]:
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_") or name.endswith("_proxy")}
    return pip | {
        "PATH": PATH, "HOME": str(folder / "home"), "LANG": "C.UTF-8", "DRYRUN": str(folder),
        "DRYRUN_ROOT": str(ROOT), "DRYRUN_PYTHON": sys.executable, "DRYRUN_NAME": NAME,
    }  # fmt: skip


def _lay_out(folder: Path, *, is_linked: bool) -> None:
    """Write the scripts: `enter` makes the surroundings, `install` needs the network, `run` has one of its own."""
    (folder / "home").mkdir()
    shutil.copytree("/etc", folder / "etc", symlinks=True)
    for own in OWN_FOLDERS:
        (folder / "own" / own.strip("/").replace("/", "-")).mkdir(parents=True)
    before = [block.commands for block in blocks() if block.heading == "Install"]
    after = [block.commands for block in blocks() if block.heading != "Install" and not _is_skipped(block.commands)]
    if is_linked:
        before = [commands.replace(FETCH, LINK) for commands in before]
    _script(folder / "install", before)
    _script(folder / "run", ["cd /srv/sektoral/app\n", *after, "dryrun-look\n"])
    (folder / "enter").write_text(_entering(folder), encoding="utf-8")


def _is_skipped(commands: str) -> bool:
    return commands.startswith(SKIPPED_BLOCKS)


def _script(file: Path, parts: Sequence[str]) -> None:
    lines = "".join(parts).splitlines()
    file.write_text("\n".join(line for given in lines for line in _lines(given)) + "\n", encoding="utf-8")


def _lines(line: str) -> list[str]:
    """The line itself, told before it runs, and what a person does by hand after it."""
    if line.startswith("apt-get "):
        return [f": installed already: {line}"]
    if line.endswith("sektoral doctor"):
        return [f"{line} || true"]  # `dryrun-look` holds what it found against what may be
    return [line, *(deed for sign, deed in BY_HAND.items() if sign in line)]


def _entering(folder: Path) -> str:
    own = "\n".join(
        f"mkdir -p {path} && mount --bind {folder}/own/{path.strip('/').replace('/', '-')} {path}"
        for path in OWN_FOLDERS
    )
    deeds = "\n".join(
        f"printf '#!/bin/sh\\ncd {ROOT} && exec {sys.executable} -m tests.dryrun_deeds {deed} \"$@\"\\n'"
        f" > /usr/local/bin/{name} && chmod 755 /usr/local/bin/{name}"
        for name, deed in (
            ("systemctl", "systemctl"),
            *((f"dryrun-{one}", one) for one in ("checkout", "answers", "certificate", "look")),
        )
    )
    return f"""
mount -t proc proc /proc
mount --bind {folder}/etc /etc
{own}
mkdir {PACKAGES} && mount --bind {sysconfig.get_path("purelib")} {PACKAGES} && mount -o remount,bind,ro {PACKAGES}
{deeds}
bash -euo pipefail -x {folder}/install
exec unshare --net bash -euo pipefail -c 'ip link set lo up; exec bash -euo pipefail -x {folder}/run'
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
