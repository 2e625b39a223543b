"""Emblems that are brought in: what comes out is a PNG of pixels only; what is no such picture is refused."""

import base64
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from sektoral.adapters.sandbox import client, pictures
from sektoral.adapters.sandbox.caps import AGENCY
from sektoral.adapters.sandbox.refusal import FileRefused

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def bytes_of(picture: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, format=kind, **options)
    return target.getvalue()


def redrawn(data: bytes, folder: Path) -> Image.Image:
    path = folder / "lambang"
    path.write_bytes(data)
    answer = pictures.job(path, {}, AGENCY)
    picture = Image.open(io.BytesIO(base64.b64decode(str(answer["png"]))))
    assert (answer["width"], answer["height"]) == picture.size
    return picture


def refusal(data: bytes, folder: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        redrawn(data, folder)
    return refused.value.code


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises millions of pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_large_picture_comes_out_small_with_its_proportions(tmp_path: Path) -> None:
    picture = redrawn(bytes_of(Image.new("RGB", (1600, 1000), "green"), "JPEG"), tmp_path)
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGBA", (800, 500))


def test_a_small_one_keeps_its_size_and_what_is_transparent(tmp_path: Path) -> None:
    given = Image.new("RGBA", (40, 50), (0, 0, 0, 0))
    given.putpixel((3, 4), (200, 10, 10, 255))
    picture = redrawn(bytes_of(given, "PNG"), tmp_path)
    assert picture.tobytes() == given.tobytes()


def test_only_the_pixels_come_along(tmp_path: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "rahasia kantor")
    data = bytes_of(Image.new("RGB", (9, 9)), "PNG", pnginfo=notes, icc_profile=b"profil") + b"<script>ekor</script>"
    path = tmp_path / "lambang"
    path.write_bytes(data)
    clean = base64.b64decode(str(pictures.job(path, {}, AGENCY)["png"]))
    kept = {name for name in (b"IHDR", b"IDAT", b"IEND", b"tEXt", b"iCCP", b"eXIf", b"script") if name in clean}
    assert kept == {b"IHDR", b"IDAT", b"IEND"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (SVG, "picture_svg"),
        (b"\n  <SVG onload='x'></SVG>", "picture_svg"),
        (b"GIF89a" + bytes(40), "not_a_picture"),
        (b"%PDF-1.7 ...", "not_a_picture"),
        (b"", "not_a_picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "picture_broken"),
        (b"\xff\xd8\xff" + bytes(200), "picture_broken"),
        (bomb(10, 10), "picture_broken"),
        (bomb(60_000, 60_000), "picture_too_large"),
        (bomb(6_001, 1), "picture_too_large"),
    ],
    ids=["svg", "svg bare", "gif", "pdf", "empty", "png header", "jpeg header", "png cut", "bomb", "wide"],
)
def test_what_is_no_sound_picture_is_refused_with_its_reason(data: bytes, code: str, tmp_path: Path) -> None:
    assert refusal(data, tmp_path) == code


def test_a_picture_cut_in_the_middle_is_refused(tmp_path: Path) -> None:
    whole = bytes_of(Image.effect_noise((200, 200), 50), "PNG")
    assert refusal(whole[: len(whole) // 2], tmp_path) == "picture_broken"


def test_the_child_answers_with_the_reason_in_words(tmp_path: Path) -> None:
    path = tmp_path / "lambang.png"
    path.write_bytes(SVG)
    answer = client.run("redraw_picture", path)
    assert not answer.ok
    assert answer.message.startswith("Gambar SVG dapat memuat program")
