"""Programs of the machine that some tests need: left out where they are missing, an error where `CI` is set."""

import os
import shutil
from pathlib import Path

import pytest

_ELSEWHERE = "/usr/sbin:/sbin:/usr/local/sbin"  # not on everybody's path


def needed(program: str, package: str) -> str:
    """This will give the program's path; Debian's `package` holds it."""
    found = shutil.which(program) or shutil.which(program, path=_ELSEWHERE)
    if found is None:
        message = f"{program} is missing (apt-get install {package})"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return str(Path(found))
