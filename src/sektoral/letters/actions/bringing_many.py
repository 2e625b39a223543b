"""Many letters at once that are signed outside: all final bytes in one file, and signed files matched to their letters.

A signed file begins with the final bytes of its letter, so nobody has to say which is which.
"""

import hashlib
import zipfile
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import PurePath

from sektoral.domain.errors import Invalid, SektoralError
from sektoral.intake import files
from sektoral.letters.actions.bringing_in import Upload, bring_in, final_of
from sektoral.letters.outside import waiting_outside
from sektoral.letters.results import Result
from sektoral.records.actors import Actor
from sektoral.records.models import Letter

Unmatched = Sequence[tuple[str, SektoralError]]


def pack_finals(letters: Iterable[Letter], *, at: datetime) -> bytes:
    """This will pack the final bytes of letters, each made now if there are none; one without a signer is left out."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for letter in letters:
            try:
                final = final_of(letter, at=at)
            except SektoralError:  # its own page says what is missing
                continue
            archive.writestr(_free(final.name, archive.namelist()), files.read(final))
    return packed.getvalue()


def _free(name: str, taken: Collection[str]) -> str:
    """Numbers that differ in a stroke only, as 1/2 and 1-2, give one file name: neither may hide the other."""
    path, number = PurePath(name), 1
    while name in taken:
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    return name


def bring_in_all(uploads: Sequence[Upload], *, by: Actor, at: datetime) -> tuple[list[Result], Unmatched]:
    """This will register each file for the letter whose final bytes it begins with; a refusal stops only its own."""
    waiting = list(waiting_outside(by).filter(final_file__isnull=False).select_related("final_file"))
    results: list[Result] = []
    unmatched: list[tuple[str, SektoralError]] = []
    for upload in uploads:
        letter = next((one for one in waiting if _begins(upload.data, one)), None)
        if letter is None:
            unmatched.append((upload.name, Invalid("brought_unmatched")))
        else:
            results.append(_tried(letter, upload, by=by, at=at))
    return results, unmatched


def _begins(data: bytes, letter: Letter) -> bool:
    final = letter.final_file
    return final is not None and hashlib.sha256(memoryview(data)[: final.size]).hexdigest() == final.sha256


def _tried(letter: Letter, upload: Upload, *, by: Actor, at: datetime) -> Result:
    try:
        bring_in(letter, upload, by=by, at=at)
    except SektoralError as error:
        return Result(letter, error)
    return Result(letter, None)
