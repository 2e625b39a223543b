"""`make pictures`: walks the round and every way in once more and keeps the screenshots that the manual shows.

The journeys take many pictures; only those that a page of `docs/manual` refers to are kept.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MANUAL = Path(__file__).parents[1] / "docs" / "manual"
FOLDER = MANUAL / "gambar"
PICTURE = re.compile(r"\]\(gambar/([\w-]+\.png)\)")
WALKS = ("tests/journeys/test_round.py", "tests/journeys/test_channels.py")
MOST = 30
MOST_BYTES = 150_000


def main() -> int:
    """This will walk, copy, and give 1 when the walk failed or did not take a picture that the manual shows."""
    with tempfile.TemporaryDirectory(prefix="sektoral-pictures-") as folder:
        env = {**os.environ, "SEKTORAL_PICTURES": folder}
        command = [sys.executable, "-m", "pytest", "-q", *WALKS]
        walked = subprocess.run(command, env=env, check=False)
        missing = [name for name in sorted(shown()) if not (Path(folder) / name).exists()]
        if walked.returncode or missing:
            print("not taken:", *missing or ["the walk failed"])
            return 1
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir()
        for name in shown():
            shutil.copy(Path(folder) / name, FOLDER)
    print(f"{len(shown())} pictures in {FOLDER}")
    return 0


def shown() -> set[str]:
    """This will name the pictures that the manual shows."""
    return {name for page in MANUAL.glob("*.md") for name in PICTURE.findall(page.read_text(encoding="utf-8"))}


if __name__ == "__main__":
    sys.exit(main())
