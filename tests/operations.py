"""What docs/operations.md tells an administrator to do, taken out of the page itself, so that it stays true."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "operations.md"
DEPLOY = ROOT / "deploy"

NAME = "data.example.go.id"  # the name on the page, for everybody to change
HOME, KEPT = "/srv/sektoral", "/var/backups/sektoral"  # where the page puts program and data, and backups


@dataclass(frozen=True, slots=True)
class Block:
    """Commands of one block, under the heading they stand under."""

    heading: str
    commands: str


def page() -> str:
    """This will read the page."""
    return PAGE.read_text(encoding="utf-8")


def blocks() -> list[Block]:
    """This will give every block of shell commands, in order."""
    found = []
    for section in re.split(r"^## ", page(), flags=re.MULTILINE)[1:]:
        heading = section.splitlines()[0]
        found += [Block(heading, code) for code in re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)]
    return found


def settings_file() -> str:
    """This will give the lines that the page writes into `.env`."""
    (lines,) = re.findall(r"<<'EOF'\n(.*?)^EOF$", page(), re.MULTILINE | re.DOTALL)
    return str(lines)
