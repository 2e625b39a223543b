"""The workbook an agency fills, drawn from one definition. What stands where is reckoned in `domain/layout.py`."""

import io
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from xlsxwriter import Workbook

from sektoral.adapters import manifest
from sektoral.adapters.workbooks.canvas import Drawing, period_name
from sektoral.adapters.workbooks.cover import draw_cover
from sektoral.adapters.workbooks.listing import draw_listing
from sektoral.adapters.workbooks.looks import GOLD, GREEN, STRONG, Looks
from sektoral.adapters.workbooks.manifest_sheet import draw_manifest
from sektoral.adapters.workbooks.metadata import draw_metadata
from sektoral.adapters.workbooks.reference import draw_reference
from sektoral.adapters.workbooks.tables import draw_table
from sektoral.domain.instruments import InstrumentDef, check_definition
from sektoral.domain.layout import COVER, LISTING, METADATA, REFERENCE, lay_out

TAB_COLOURS = {COVER: GREEN, LISTING: GREEN, METADATA: STRONG, REFERENCE: STRONG}
WINDOW = (20_000, 11_000)  # twentieths of a point


def write_instrument(
    definition: InstrumentDef, *, signing_key: Ed25519PrivateKey | bytes, key_id: str, made_at: datetime
) -> bytes:
    """Draw the instrument as an XLSX file.

    Equal input gives equal bytes. `signing_key` is an Ed25519 key or its 32 raw bytes, `made_at` an aware instant.
    Raise `Invalid` for a definition with a loose end.
    """
    check_definition(definition)
    rows = manifest.encode(definition, signing_key=signing_key, key_id=key_id)
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        drawing = Drawing(book, Looks(book), definition, lay_out(definition))
        _describe(drawing, made_at)
        draw_cover(drawing)
        draw_listing(drawing)
        for place in drawing.layout.tables:
            draw_table(drawing, place)
        draw_metadata(drawing)
        draw_reference(drawing)
        draw_manifest(drawing, rows)
        for sheet in book.worksheets():
            sheet.set_tab_color(TAB_COLOURS.get(sheet.name, GOLD))
    return target.getvalue()


def _describe(drawing: Drawing, made_at: datetime) -> None:
    """Set what the file says of itself; the date is given, so that the bytes do not depend on the clock."""
    definition = drawing.definition
    sample = " (DATA CONTOH)" if drawing.is_sample else ""
    drawing.book.set_size(*WINDOW)
    drawing.book.set_properties(
        {
            "title": f"Instrumen data sektoral {period_name(definition.period)}{sample}",
            "subject": definition.agency_name,
            "author": definition.office_name,
            "keywords": definition.id,
            "created": made_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
