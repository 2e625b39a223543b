"""The job `redraw_picture`: an uploaded PNG or JPEG drawn anew, so that only its pixels come along."""

import base64
import io
import warnings
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.kinds import tell_kind
from sektoral.adapters.sandbox.refusal import FileRefused

LONGEST = 800  # pixels of a side in what comes out, unless more is asked for
MOST = 2_000  # pixels that may be asked for: a photographed page is to be read
LARGEST = 6_000  # pixels of a side in what is let in
_MAGIC = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff"}


def job(path: Path, options: Mapping[str, str], caps: Caps) -> Mapping[str, object]:
    """Draw the picture as a PNG, upright and without what else the file held.

    Options: `longest`, the pixels of its longer side at the most (800). Answers `width, height, png`
    (base64). Raise `FileRefused` for what is no such picture, is broken, or too large.
    """
    data = _read(path, caps)
    try:
        with (
            warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning),
            Image.open(io.BytesIO(data), formats=tuple(_MAGIC)) as picture,
        ):
            _check_size(picture)
            picture.load()
            clean = _redrawn(picture, _longest(options))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefused("picture_too_large", limit=LARGEST) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise FileRefused("picture_broken") from error
    target = io.BytesIO()
    clean.save(target, format="PNG", optimize=True)
    png = base64.b64encode(target.getvalue()).decode("ascii")
    return {"width": clean.width, "height": clean.height, "png": png}


def _read(path: Path, caps: Caps) -> bytes:
    if not path.is_file():
        raise FileRefused("file_missing")
    if (size := path.stat().st_size) > caps.file_bytes:
        raise FileRefused("file_too_big", size=size, limit=caps.file_bytes)
    data = path.read_bytes()
    if not data.startswith(tuple(_MAGIC.values())):
        head = data[:4096]
        if b"<svg" in head.lower():
            raise FileRefused("picture_svg")
        raise FileRefused("not_a_picture", kind=tell_kind(head)[1])
    return data


def _check_size(picture: Image.Image) -> None:
    """The sizes stand in the header: a bomb is refused before any pixel is unpacked."""
    if max(picture.size) > LARGEST:
        raise FileRefused("picture_too_large", limit=LARGEST)


def _longest(options: Mapping[str, str]) -> int:
    text = options.get("longest", "")
    return min(int(text), MOST) if text.isdecimal() and 0 < len(text) < 6 and int(text) else LONGEST


def _redrawn(picture: Image.Image, longest: int) -> Image.Image:
    """The pixels alone, on a new canvas and turned as the camera held them: no text, profile, location or second frame
    of the old file."""
    pixels = ImageOps.exif_transpose(picture).convert("RGBA")
    pixels.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", pixels.size)
    clean.paste(pixels)
    return clean
