"""The commands `sektoral read` and `sektoral check`: any file gets an answer, with `--json` one JSON object."""

import hashlib
import json
import os
import shlex
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sektoral
from sektoral.adapters.sandbox import client
from sektoral.adapters.sandbox.screen import check_lines, read_lines, refusal_lines
from sektoral.adapters.sandbox.text_tables import DELIMITERS, ENCODINGS
from sektoral.domain.checks.refusals import refusal_sentence
from sektoral.domain.numbers import LOCALES

TAB = "tab"
ANY_FILE = ("BERKAS",)
ASKED: Mapping[str, Mapping[str, tuple[str, ...]]] = {  # command -> option -> what it may be
    "read": {"delimiter": (*DELIMITERS, TAB), "encoding": ENCODINGS, "locale": tuple(LOCALES)},
    "check": {"locale": tuple(LOCALES), "definition": ANY_FILE},
}
ALSO = {"check": " [--table KODE [--agency OPD]]"}  # what the whole installation understands (project/file_commands)
HELP = frozenset({"-h", "--help"})
EXIT = {"read": 0, "accepted": 0, "explain": 0, "rejected": 1, "refused": 2}
HASHED_BYTES = 1 << 20
Lines = Callable[[Mapping[str, object]], list[str]]


@dataclass(frozen=True, slots=True)
class Command:
    """What stood on the command line. `path` is empty when it could not be understood."""

    path: str
    as_json: bool
    options: Mapping[str, str]
    wants_help: bool = False


def read(argv: Sequence[str]) -> int:
    """Say what the importer sees in a spreadsheet. Exit code 0 when it was read, 2 when it was refused."""
    command = _parse("read", argv)
    if command.wants_help:
        return _help("read")
    if not command.path:
        return _print(_usage("read"), command, refusal_lines)
    answer = client.run("read", Path(command.path).absolute(), options=_options(command), caps=client.bulk_caps())
    if not answer.ok:
        return _print(_refusal(command.path, answer.code, answer.facts), command, refusal_lines)
    result = {"file": command.path, "verdict": "read", "refusal": None, **answer.content}
    return _print(result, command, read_lines)


def check(argv: Sequence[str]) -> int:
    """Check a filled instrument against its own definition, or with `--definition` a long table against that file.

    Exit code 0 accepted or explain, 1 rejected, 2 refused.
    """
    began = time.perf_counter()
    command = _parse("check", argv)
    if command.wants_help:
        return _help("check")
    answer = _checked(command) if command.path else None
    if answer is None:
        result = _usage("check")
    elif answer.ok:
        result = {"file": command.path, "refusal": None, **_shown(answer.content)}
    else:
        result = _refusal(command.path, answer.code, answer.facts)
    result |= {
        "sha256": _sha256(command.path),
        "instrument": result.get("instrument"),
        "findings": result.get("findings", []),
        "findings_total": result.get("findings_total", 0),
        "observations": result.get("observations", 0),
        "timings": result.get("timings", {"preflight_ms": 0, "read_ms": 0, "check_ms": 0}),
        "elapsed_ms": round((time.perf_counter() - began) * 1000, 1),
    }
    return _print(result, command, check_lines if answer and answer.ok else refusal_lines)


def _checked(command: Command) -> client.SandboxAnswer:
    path, options = Path(command.path).absolute(), _options(command)
    if "definition" in options:
        options["definition"] = str(Path(options["definition"]).absolute())
        return client.run("check_long", path, options=options, caps=client.bulk_caps())
    return client.run("check", path, options={**options, "keys": str(_keys_folder())})


_SHOWN = (
    "instrument", "verdict", "findings", "findings_total", "totals", "observations", "signature", "locale", "question",
    "table", "version", "sheet", "headings", "rows", "marks", "periods", "timings",
)  # fmt: skip


def _shown(content: Mapping[str, object]) -> dict[str, object]:
    return {key: content[key] for key in _SHOWN if key in content}


def _parse(name: str, argv: Sequence[str]) -> Command:
    """A path with `--json` and the command's options in any order; `--` may stand before a path like an option."""
    words, names, options = list(argv), list[str](), dict[str, str]()
    asked, as_json, understood = ASKED[name], False, True
    while words:
        word = words.pop(0)
        key = word.removeprefix("--")
        if word == "--":
            names, words = [*names, *words], []
        elif word in HELP:
            return Command("", as_json, options, wants_help=True)
        elif word == "--json":
            as_json = True
        elif word.startswith("--") and key in asked:
            options[key] = words.pop(0) if words and words[0] != "--json" else ""
            understood = understood and (options[key] in asked[key] or bool(asked[key] is ANY_FILE and options[key]))
        else:
            names.append(word)
    return Command(names[0] if understood and len(names) == 1 else "", as_json, options)


def _options(command: Command) -> dict[str, str]:
    said = {key: "\t" if value == TAB else value for key, value in command.options.items()}
    return {"filename": Path(command.path).name, **said}


def _usage(name: str) -> dict[str, object]:
    return _refusal("", "usage", {"command": name, "options": _options_of(name)})


def _options_of(name: str) -> str:
    spoken = {key: [choice for choice in choices if choice != "\t"] for key, choices in ASKED[name].items()}
    options = [f" [--{key} {'|'.join(map(shlex.quote, choices))}]" for key, choices in spoken.items()]
    return "".join(options) + ALSO.get(name, "")


def _help(name: str) -> int:
    print(f"sektoral {name} BERKAS [--json]{_options_of(name)}")
    return 0


def _keys_folder() -> Path:
    """Where this installation keeps its public keys; elsewhere the signature stays unverified, which is told."""
    root = Path(sektoral.__file__).resolve().parents[2]
    return root / os.environ.get("SEKTORAL_VAR", "var") / "keys"


def _refusal(path: str, code: str, facts: Mapping[str, str | int]) -> dict[str, object]:
    refusal = {"code": code, "message": refusal_sentence(code, facts)}
    return {"file": path, "verdict": "refused", "refusal": refusal, "sheets": []}


def _sha256(path: str) -> str | None:
    """The file's SHA-256 in hexadecimal, `None` where it cannot be read whole."""
    digest = hashlib.sha256()
    try:
        if not path or not Path(path).is_file():
            return None
        with Path(path).open("rb") as file:
            while piece := file.read(HASHED_BYTES):
                digest.update(piece)
    except (OSError, ValueError):
        return None
    return digest.hexdigest()


def _print(result: Mapping[str, object], command: Command, lines: Lines) -> int:
    text = json.dumps(result, ensure_ascii=True, allow_nan=False) if command.as_json else "\n".join(lines(result))
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    return EXIT[str(result["verdict"])]
