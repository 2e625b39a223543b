"""What a photocopier and a hurried hand do to a page: small, crooked, blurred, grainy, black or white, with stains."""

import random

from PIL import Image, ImageDraw, ImageFilter

WHITE = 255
DPI = 150


def photocopied(page: Image.Image, *, seed: int) -> Image.Image:
    """This will copy a page at 70 %, turned by 3°, out of focus and grainy, and then make each dot black or white."""
    chance = random.Random(seed)
    copy = page.convert("L").resize((int(page.width * 0.7), int(page.height * 0.7)), Image.Resampling.BILINEAR)
    copy = copy.rotate(chance.choice((-3, 3)), Image.Resampling.BILINEAR, expand=True, fillcolor=WHITE)
    copy = copy.filter(ImageFilter.GaussianBlur(0.6))
    grain = Image.frombytes("L", copy.size, chance.randbytes(copy.width * copy.height))
    copy = Image.blend(copy, grain, 0.4)
    return stained(copy.point(lambda value: WHITE if value > 128 else 0), chance)


def stained(page: Image.Image, chance: random.Random) -> Image.Image:
    """This will put 40 specks and a few blots on a page, some of which meet the code."""
    drawing = ImageDraw.Draw(page)
    for _ in range(40):
        _blot(drawing, page, chance, most=2)
    for _ in range(6):
        _blot(drawing, page, chance, most=5)
    return page


def _blot(drawing: ImageDraw.ImageDraw, page: Image.Image, chance: random.Random, *, most: int) -> None:
    x, y, size = chance.randrange(page.width), chance.randrange(page.height), chance.randint(1, most)
    drawing.ellipse((x, y, x + size, y + size), fill=chance.choice((0, WHITE)))
