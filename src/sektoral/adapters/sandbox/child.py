"""What runs inside one limited child: set the limits, do one job on one file, write one JSON answer, end."""

import gc
import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.refusal import FileRefused

JOBS: Mapping[str, str] = {  # name -> "module:function" taking (path, options, caps) and answering what JSON can carry
    "read": "sektoral.adapters.sandbox.reading:job",
    "check": "sektoral.adapters.sandbox.checking:job",
    "check_transcript": "sektoral.adapters.sandbox.transcribing:job",
    "window": "sektoral.adapters.sandbox.windows:job",
    "propose": "sektoral.adapters.sandbox.proposing:job",
    "form_responses": "sektoral.adapters.sandbox.form_responses:job",
    "check_long": "sektoral.adapters.sandbox.long_checking:job",
    "read_history": "sektoral.adapters.sandbox.history_reading:job",
    "annotate": "sektoral.adapters.annotated:job",
    "carry": "sektoral.adapters.carrying:job",
    "inspect_pdf": "sektoral.adapters.signatures.inspection:job",
    "references": "sektoral.adapters.sandbox.reference_figures:job",
    "register": "sektoral.adapters.sandbox.registers:job",
    "agencies": "sektoral.adapters.sandbox.agency_lists:job",
    "page_images": "sektoral.adapters.sandbox.pages:job",
    "redraw_picture": "sektoral.adapters.sandbox.pictures:job",
}
Job = Callable[[Path, Mapping[str, str], Caps], Mapping[str, object]]


def load_job(name: str) -> Job:
    """Find a job's function. Raise `KeyError` for an unknown name, `ImportError` where its module is missing."""
    module_name, _, function = JOBS[name].partition(":")
    module: ModuleType = importlib.import_module(module_name)
    job: Job = getattr(module, function)
    return job


def perform(job: Job, path: Path, options: Mapping[str, str], caps: Caps) -> bytes:
    """Do the job and write the answer as JSON: `{"ok":{…}}` or `{"refused":{"code","facts"}}`."""
    began = time.perf_counter()
    try:
        answer: dict[str, object] = {"ok": job(path, options, caps)}
    except FileRefused as refused:
        answer = _refused(refused.code, refused.facts)
    except (MemoryError, RecursionError):
        answer = _refused("memory_exceeded", {})
    except OSError:
        answer = _refused("file_not_readable", {})
    except Exception as error:  # noqa: BLE001 - whatever a hostile file provokes is an answer, not a traceback
        answer = _refused("unreadable", {"detail": type(error).__name__})
    answer["job_ms"] = round((time.perf_counter() - began) * 1000, 1)
    text = json.dumps(answer, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode()
    if len(text) > caps.answer_bytes:
        return json.dumps(_refused("answer_too_big", {})).encode()
    return text


def run_child(job: Job, path: Path, options: Mapping[str, str], caps: Caps, answer_fd: int) -> None:
    """Run in the forked child; never returns. Exit codes: 0 answered, 71 the answer could not be written."""
    status = 71
    try:
        gc.disable()  # the process is short-lived, and a sweep over a million cells costs more than the job
        set_limits(caps)
        _write_all(answer_fd, perform(job, path, options, caps))
        status = 0
    except MemoryError:
        status = 72
    except BaseException:  # noqa: BLE001 - a panic of the reader is no Exception; nothing may escape a fork
        status = 71
    finally:
        os._exit(status)


def set_limits(caps: Caps) -> None:
    """Bind this process: memory, processor time, files. RLIMIT_NPROC does not bind root."""
    limits = (
        (resource.RLIMIT_AS, _base_memory() + caps.memory_bytes),
        (resource.RLIMIT_CPU, caps.cpu_seconds),
        (resource.RLIMIT_FSIZE, caps.writable_bytes),
        (resource.RLIMIT_NOFILE, caps.open_files),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for limit, value in limits:
        _, hard = resource.getrlimit(limit)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # a second between the two limits of processor time lets SIGXCPU tell why the child ended
        above = bound + 1 if limit == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY else bound
        resource.setrlimit(limit, (bound, above))


def _base_memory() -> int:
    """The address space that the warm server already takes: the cap counts what the job adds."""
    if not sys.platform.startswith("linux"):
        return 0
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    return int(pages) * resource.getpagesize()


def _refused(code: str, facts: Mapping[str, str | int]) -> dict[str, object]:
    return {"refused": {"code": code, "facts": dict(facts)}}


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
