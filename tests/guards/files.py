"""The project's own files, for the guards: what git knows, and what it would know after `git add`."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "sektoral"


@cache
def own_files() -> tuple[Path, ...]:
    """This will list every file that is or could be committed."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(sorted(path for name in names if name and (path := ROOT / name).is_file()))


@cache
def text_of(path: Path) -> str | None:
    """This will read a text file, or give None for pictures, fonts and workbooks."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def own_texts(*suffixes: str) -> list[tuple[Path, str]]:
    """This will read all of our text files with one of these suffixes, or all."""
    chosen = [path for path in own_files() if not suffixes or path.suffix in suffixes]
    return [(path, text) for path in chosen if (text := text_of(path)) is not None]


@cache
def tree_of(path: Path) -> ast.Module:
    """This will read a module's syntax tree."""
    return ast.parse(text_of(path) or "")


def shown(path: Path) -> str:
    """This will name a file as one types it."""
    return str(path.relative_to(ROOT))
