"""What other programs say of a letter that the office signed: pdfsig, which knows nothing of us."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sektoral.intake import files
from sektoral.records.models import Letter
from tests.rounds import Scene

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")
def test_pdfsig_finds_every_letter_valid_over_the_whole_document(tmp_path: Path) -> None:
    Scene().signed("dinkes", "disdik", "diskominfo")
    letters = list(Letter.objects.filter(signed_at__isnull=False).select_related("signed_file"))
    assert len(letters) == 3
    for letter in letters:
        assert letter.signed_file is not None
        path = tmp_path / "surat.pdf"
        path.write_bytes(files.read(letter.signed_file))
        said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
        assert re.search(r"Signature is Valid", said), said
        assert said.count("Total document signed") == 1
        assert "Contoh Kadis" in said
