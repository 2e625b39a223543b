"""What the machine under us says of itself: whether its clock is kept, how much memory it has, how many open files."""

import ctypes
import resource
import struct
import sys
from pathlib import Path

_TIMEX_BYTES, _STATUS_AT, _UNSYNCHRONISED = 256, 40, 0x40  # struct timex of 64-bit Linux; STA_UNSYNC of adjtimex(2)


def is_clock_kept() -> bool | None:
    """This will ask the kernel whether NTP keeps the clock (by whatever program); None where it cannot be asked."""
    if not sys.platform.startswith("linux") or sys.maxsize < 1 << 32:
        return None
    told = ctypes.create_string_buffer(_TIMEX_BYTES)  # modes 0: only asked, nothing set
    if ctypes.CDLL(None, use_errno=True).adjtimex(told) < 0:
        return None
    (status,) = struct.unpack_from("i", told, _STATUS_AT)
    return not status & _UNSYNCHRONISED


def memory_bytes() -> int | None:
    """This will tell how much memory the machine has; None where it does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    told = dict(line.split(":", 1) for line in lines)
    return int(told["MemTotal"].split()[0]) << 10


def open_files() -> int:
    """This will tell how many files this process may have open at once."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
