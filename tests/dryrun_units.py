"""Stands in for `systemctl` in the dry run: starts what a unit says as systemd would, as far as a process can.

User, group, umask, limits, no new privileges, no capabilities, a read-only system but for ReadWritePaths, a private
/tmp and no homes. Not held here: SystemCallFilter, RestrictAddressFamilies, RestrictNamespaces, MemoryMax, which only
`systemd-analyze` reads.
"""

import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

UNITS = Path("/etc/systemd/system")
ENDS_WITHIN = 120  # seconds for a start, or for a unit that runs once

Unit = Mapping[str, Sequence[str]]


def systemctl(words: Sequence[str]) -> None:
    """This will do what the page asks of systemctl, and nothing else."""
    match [word for word in words if not word.startswith("-")]:
        case ["daemon-reload"]:
            names = sorted(str(unit) for unit in UNITS.glob("sektoral-*.*") if unit.is_file())
            subprocess.run(["systemd-analyze", "verify", "--man=no", *names], check=True)
        case ["enable", *units]:
            for unit in units:
                _enable(unit)
        case ["reload", "nginx"]:
            subprocess.run(["nginx"], check=True)
        case other:
            raise SystemExit(f"the page asks systemctl for something new: {other}")


def run_once(unit: str) -> None:
    """This will run a unit of Type=oneshot to its end; it must succeed."""
    subprocess.run(_started(read_unit(unit)), check=True, timeout=ENDS_WITHIN)


def answer_of(unit: str, command: str) -> str:
    """This will run another command under the same limits and rights, and give what it printed."""
    words = _started({**read_unit(unit), "ExecStart": [command]})
    return subprocess.run(words, check=False, capture_output=True, text=True, timeout=ENDS_WITHIN).stdout


def read_unit(name: str) -> Unit:
    """This will read a unit with the drop-in for all of ours; a key may be given more than once."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in (UNITS / "sektoral-.service.d" / "hardening.conf", UNITS / name):
        for line in file.read_text(encoding="utf-8").splitlines():
            key, separator, value = line.partition("=")
            if separator and not line.startswith("#"):
                found[key].append(value)
    return found


def _enable(unit: str) -> None:
    if unit.endswith(".timer"):
        (calendar,) = read_unit(unit)["OnCalendar"]
        subprocess.run(["systemd-analyze", "calendar", calendar], check=True, stdout=subprocess.DEVNULL)
        return
    log = Path("/run") / f"{unit}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            _started(read_unit(unit)), stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    time.sleep(2)
    if process.poll() is not None:
        raise SystemExit(f"{unit} ended at once:\n{log.read_text(encoding='utf-8')}")


def _started(unit: Unit) -> list[str]:
    """The words that start it, in a mount namespace of its own."""
    (user,), (group,), (command,) = unit["User"], unit["Group"], unit["ExecStart"]
    rights = ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", "--clear-groups"]
    limits = [f"--nofile={unit['LimitNOFILE'][0]}", f"--core={unit['LimitCORE'][0]}"]
    credentials = dict(given.split(":", 1) for given in unit["LoadCredential"])
    given = [value.replace("%d/", f"{Path(credentials['secret_key']).parent}/") for value in unit["Environment"]]
    environment = [f"HOME=/srv/{user}", f"USER={user}", "LANG=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin"]
    words = ["prlimit", *limits, "setpriv", f"--reuid={user}", f"--regid={group}", *rights]
    words += ["env", "-i", *environment, *given, *command.split()]
    script = "\n".join([*_mounts(unit), f"umask {unit['UMask'][0]}", f"cd {unit['WorkingDirectory'][0]}", 'exec "$@"'])
    return ["unshare", "--mount", "--propagation", "private", "bash", "-euc", script, "unit", *words]


def _mounts(unit: Unit) -> list[str]:
    writable = [path for given in unit["ReadWritePaths"] for path in given.split()]
    if unit["ProtectSystem"] != ["strict"] or unit["PrivateTmp"] != ["yes"] or unit["ProtectHome"] != ["yes"]:
        raise SystemExit("hardening.conf no longer protects system, homes and /tmp")
    return [
        *(f"mount --bind {path} {path}" for path in writable),
        "for at in $(cut -d' ' -f5 /proc/self/mountinfo | grep -vE '^/(proc|sys|dev)'); do",
        f"  case $at in {'|'.join(writable)}) ;; *) mount -o remount,bind,ro $at 2>/dev/null || true ;; esac",
        "done",
        "for at in / /etc /srv /usr /run; do [ ! -w $at ] || { echo $at is writable >&2; exit 1; }; done",
        *(f"mount -t tmpfs -o mode=1777 tmpfs {path}" for path in ("/tmp", "/var/tmp")),
        *(f"mount -t tmpfs -o mode=0,ro tmpfs {path}" for path in ("/root", "/home")),
    ]


if __name__ == "__main__":
    systemctl(sys.argv[1:])
