"""A first run of every reader on a workbook of our own making, so that no child pays for what is done only once."""

import contextlib
import tempfile
import zipfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sektoral.adapters import manifest
from sektoral.adapters.keys import load_public, public_text
from sektoral.adapters.sandbox import caps, reading
from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.grids import Grid
from sektoral.domain.instruments import ColumnDef, InstrumentDef, RowDef, TableDef, ValueKind, VariableDef

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" Type="{_RELATIONS}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets><sheet name="A" sheetId="1" '
    'r:id="r"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" '
    f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c>'
    '<c r="B1" t="e"><v>#REF!</v></c></row></sheetData></worksheet>',
}


def warm_up() -> None:
    """Run the readers and the check once. A machine without room for a scratch file starts cold, which is no fault."""
    definition = _tiny()
    key = Ed25519PrivateKey.generate()
    rows = manifest.encode(definition, signing_key=key, key_id="k")
    manifest.decode(rows, {"k": load_public(public_text(key.public_key()))})
    check_instrument(definition, [Grid("T01", (("T01", "", 1.0),))])
    with contextlib.suppress(OSError), tempfile.NamedTemporaryFile(suffix=".xlsx") as scratch:
        with zipfile.ZipFile(scratch, "w") as archive:
            for name, text in _PARTS.items():
                archive.writestr(name, text)
        scratch.flush()
        reading.job(Path(scratch.name), {}, caps.AGENCY)


def _tiny() -> InstrumentDef:
    variable = VariableDef("v", "v", "orang", "jumlah", ValueKind.COUNT, 0, "v", "v")
    table = TableDef("t", 1, "t", "orang", "kabupaten", "tahunan", "t", (RowDef("r", "r", "12"),),
                     (ColumnDef("c", "c", "v"),), (variable,), total_label="t")  # fmt: skip
    return InstrumentDef(
        id="w", office="w", office_name="w", agency="w", agency_name="w", round="w", title="w", period="w",
        previous_period="w", letter_number="w", letter_date="w", due="w", contact="w", upload_link="w",
        sheets=(("T01", table),),
    )  # fmt: skip
