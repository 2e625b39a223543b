"""The very hidden sheet that carries the signed definition."""

from sektoral.adapters.manifest import Row
from sektoral.adapters.workbooks.canvas import Canvas, Drawing
from sektoral.domain.layout import MANIFEST


def draw_manifest(drawing: Drawing, rows: tuple[Row, ...]) -> None:
    """Write the manifest's rows as text in columns A and B."""
    canvas = Canvas(drawing, MANIFEST)
    look = canvas.look("plain")
    for row, (name, value) in enumerate(rows, 1):
        if name or value:
            canvas.text(row, 1, name, look)
            canvas.text(row, 2, value, look)
    canvas.sheet.protect()
    canvas.sheet.very_hidden()
