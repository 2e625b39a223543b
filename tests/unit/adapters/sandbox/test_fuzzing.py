"""Whatever bytes come, the sandbox answers: a result or a refusal with its code, never another exception.

Hypothesis, because atheris needs a compiler. `SEKTORAL_FUZZ=20000` plays so many examples of each; the usual number
keeps the tests short. What may abort the process (the reader itself) runs in the child.
"""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sektoral.adapters import manifest
from sektoral.adapters.keys import key_id
from sektoral.adapters.sandbox import archives, client, ods_scan, preflight, sheet_scan, sheet_xml, xls_scan
from sektoral.adapters.sandbox.binary_records import binary_records
from sektoral.adapters.sandbox.caps import AGENCY, BULK
from sektoral.adapters.sandbox.kinds import tell_kind
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.adapters.sandbox.text_tables import ENCODINGS, read_text_table
from sektoral.domain.checks.refusals import REFUSALS, refusal_sentence
from sektoral.domain.grids import Place, Visibility, parse_address
from sektoral.domain.instruments import to_json
from sektoral.domain.numbers import Locale, evidence, parse_text, render
from tests.instruments import health_instrument
from tests.workbooks.as_ods import write_ods
from tests.workbooks.as_xls import write_xls
from tests.workbooks.as_xlsb import record, write_xlsb
from tests.workbooks.as_xlsx import write_xlsx
from tests.workbooks.books import Book, Content, ErrorValue, Sheet
from tests.workbooks.compound_files import wrap
from tests.workbooks.filled import KEY
from tests.workbooks.hostile import MAIN, pack, parts
from tests.workbooks.hostile import sheet_xml as worksheet

EXAMPLES = int(os.environ.get("SEKTORAL_FUZZ", "0"))
MANY, FEW = EXAMPLES or 150, EXAMPLES // 50 or 15
quick = settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
slow = settings(max_examples=FEW, deadline=None, suppress_health_check=list(HealthCheck))
Outcome = str  # the code of the refusal, empty for a result


@cache
def seeds() -> Mapping[str, bytes]:
    """A small workbook with everything in it, in every format."""
    cells: dict[Place, Content] = {
        (3, 2): 1.5,
        (3, 3): "teks",
        (4, 2): True,
        (5, 2): ErrorValue("#REF!"),
        (5, 3): 7,
        (900, 40): 2,
    }
    first = Sheet("Satu", dict(cells), {(5, 3): "1+6"}, [(9, 1, 9, 3)], {4}, {3})
    book = Book([first, Sheet("Dua", {(1, 1): "a"}, visibility=Visibility.HIDDEN)])
    return {"xlsx": write_xlsx(book), "xls": write_xls(book), "xlsb": write_xlsb(book), "ods": write_ods(book)}


def outcome(work: Callable[[], object]) -> Outcome:
    """Work, and give the code of a refusal, which must have a sentence. Anything else that is raised is a fault."""
    try:
        work()
    except FileRefused as error:
        refused = error
    else:
        return ""
    assert refused.code in REFUSALS
    assert refusal_sentence(refused.code, refused.facts)
    return refused.code


def inspect(data: bytes, name: str) -> Outcome:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return outcome(lambda: preflight.inspect(path, filename=name, caps=AGENCY))


@st.composite
def mangled(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes with a few of them changed, cut out, doubled, or cut off."""
    changed = data
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(changed) - 1, 0)))
        length = draw(st.sampled_from([1, 1, 1, 2, 4, 8, 64]))
        before, piece, after = changed[:at], changed[at : at + length], changed[at + length :]
        instead: tuple[bytes, ...] = (
            bytes(byte ^ 1 << draw(st.integers(0, 7)) for byte in piece[:1]) + piece[1:],
            draw(st.sampled_from([b"\xff", b"\x00", b"\x7f", b"\x80"])) * len(piece),
            draw(st.binary(max_size=16)) + piece,
            b"",
            piece * draw(st.integers(2, 40)),
        )
        changed = before + draw(st.sampled_from(instead)) + (after if draw(st.integers(0, 9)) else b"")
    return changed


@st.composite
def mangled_parts(draw: st.DrawFn, data: bytes) -> bytes:
    """An archive that holds together, with one part's content mangled and perhaps two parts swapped."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    names = sorted(contents)
    one, other = draw(st.sampled_from(names)), draw(st.sampled_from(names))
    if draw(st.booleans()):
        contents[one], contents[other] = contents[other], contents[one]
    contents[one] = draw(mangled(contents[one]))
    return pack(contents)


@st.composite
def mangled_files(draw: st.DrawFn) -> tuple[bytes, str]:
    form = draw(st.sampled_from(sorted(seeds())))
    data = seeds()[form]
    if form == "xls" and draw(st.booleans()):
        return wrap(draw(mangled(data[512:-1536]))), "a.xls"
    is_archive = form != "xls" and draw(st.booleans())
    return draw(mangled_parts(data) if is_archive else mangled(data)), f"a.{form}"


@quick
@given(mangled_files())
def test_mangled_workbook_is_looked_at_or_refused(file: tuple[bytes, str]) -> None:
    inspect(*file)


@slow
@given(mangled_files())
def test_mangled_workbook_gets_an_answer_from_the_child(file: tuple[bytes, str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / file[1]
        path.write_bytes(file[0])
        answer = client.run("read", path, caps=BULK)
    assert answer.ok or (answer.code in REFUSALS and answer.code != "sandbox_unavailable")


@quick
@given(st.binary(max_size=3_000), st.sampled_from(["a.xlsx", "a.csv", "a", "a.xls"]))
def test_any_bytes_are_told_apart(data: bytes, name: str) -> None:
    tell_kind(data)
    inspect(data, name)


@quick
@given(st.binary(max_size=400).map(lambda data: b"\x09\x08\x10\x00" + data), st.booleans())
def test_records_of_old_workbooks(data: bytes, is_wrapped: bool) -> None:
    stream = wrap(data) if is_wrapped else seeds()["xls"][:512] + data
    outcome(lambda: xls_scan.scan(io.BytesIO(stream), AGENCY))


@quick
@given(st.lists(st.tuples(st.integers(0, 700), st.binary(max_size=40))), st.binary(max_size=20))
def test_records_of_binary_workbooks(records: list[tuple[int, bytes]], rest: bytes) -> None:
    data = b"".join(record(number, body) for number, body in records) + rest
    assert list(binary_records(data))[: len(records)] == records
    with zipfile.ZipFile(io.BytesIO(seeds()["xlsb"])) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    inspect(pack({**contents, "xl/worksheets/sheet1.bin": data}), "a.xlsb")


ODD_NUMBERS = st.sampled_from(["0", "1", "2", "-1", "1048576", "16384", "99999999", "4000000000", "x", "", "٣", "1e9"])
NAMES = ("number-rows-repeated", "number-columns-repeated", "number-rows-spanned", "number-columns-spanned")


@st.composite
def ods_rows(draw: st.DrawFn) -> str:
    def attributes() -> str:
        chosen = draw(st.dictionaries(st.sampled_from([*NAMES, "visibility", "formula"]), ODD_NUMBERS, max_size=3))
        return "".join(f' table:{name}="{value}"' for name, value in chosen.items())

    cells = ["<table:table-cell", "<table:covered-table-cell", "<table:table-column"]
    lines = [
        f"<table:table-row{attributes()}>{draw(st.sampled_from(cells))}{attributes()}/></table:table-row>"
        for _ in range(3)
    ]
    return f'<table:table table:name="A">{"".join(lines)}</table:table>'


@quick
@given(ods_rows())
def test_odd_repeats_of_open_documents(rows: str) -> None:
    with zipfile.ZipFile(io.BytesIO(seeds()["ods"])) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    head, _, _ = contents["content.xml"].decode().partition("<table:table ")
    contents["content.xml"] = f"{head}{rows}</office:spreadsheet></office:body></office:document-content>".encode()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.ods"
        path.write_bytes(pack(contents))
        with path.open("rb") as file:
            archive_ = archives.open_archive(file, path, AGENCY)
            outcome(lambda: ods_scan.scan(archive_, AGENCY))


@st.composite
def worksheets(draw: st.DrawFn) -> str:
    """A worksheet in one of the many spellings that XML allows."""
    lines = []
    for row in sorted(draw(st.sets(st.integers(1, 40), max_size=5))):
        hidden = draw(st.sampled_from(["", "", ' hidden="1"', " hidden='true'", ' hidden="0"', ' ht="3"']))
        cells = [draw(_cells(row, column)) for column in sorted(draw(st.sets(st.sampled_from("ABCXZ"), max_size=4)))]
        lines.append(f'<row r="{row}"{hidden}>{"".join(cells)}</row>')
    columns = draw(
        st.sampled_from(
            ["", '<cols><col min="2" max="3" hidden="1"/></cols>', "<cols><col max='3' min='3' hidden='1'/></cols>"]
        )
    )
    merges = draw(
        st.sampled_from(
            ["", '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>', "<mergeCells><mergeCell ref='A1'/></mergeCells>"]
        )
    )
    return f'<worksheet xmlns="{MAIN}">{columns}<sheetData>{"".join(lines)}</sheetData>{merges}</worksheet>'


@st.composite
def _cells(draw: st.DrawFn, row: int, column: str) -> str:
    place = draw(st.sampled_from([f'r="{column}{row}"', f'r="{column}{row}" s="1"', f"r='{column}{row}'"]))
    kind, content = draw(
        st.sampled_from(
            [
                ("", "<v>3</v>"),
                (' t="e"', "<v>#REF!</v>"),
                (' t="str"', "<f>A1&amp;B1</f><v>x</v>"),
                ("", "<f>1+1</f>"),
                ("", '<f t="shared" si="0"/><v>1</v>'),
                (' t="inlineStr"', "<is><t>a &lt; b</t></is>"),
                ("", ""),
            ]
        )
    )
    return f"<c {place}{kind}>{content}</c>" if content else f"<c {place}{kind}/>"


@quick
@given(worksheets())
def test_counting_bytes_sees_what_a_parser_sees(sheet: str) -> None:
    try:
        counted = sheet_scan.scan_bytes("A", iter([sheet.encode()]), AGENCY)
    except sheet_scan.Unusual:
        return
    parsed = sheet_xml.scan_xml("A", "a.xml", iter([sheet.encode()]), AGENCY)
    assert counted.last_row >= parsed.last_row  # blank cells that are near may count here
    assert counted.last_column >= parsed.last_column
    assert replace(counted, last_row=parsed.last_row, last_column=parsed.last_column) == parsed


@quick
@given(mangled(worksheet().encode()))
def test_mangled_worksheet_is_scanned_or_refused(sheet: bytes) -> None:
    inspect(pack({**parts(), "xl/worksheets/sheet1.xml": sheet}), "a.xlsx")


NUMERIC = st.text(alphabet="0123456789.,-  \u00a0\u2009\u202f*reNA~…–٣１²½RpxXeE+_%()'\"", max_size=40)


@quick
@given(NUMERIC | st.text(max_size=20), st.sampled_from([None, *Locale]))
def test_any_text_is_a_number_or_told_why_not(text: str, locale: Locale | None) -> None:
    value = parse_text(text, locale)
    evidence([text, text])
    if value.number is not None and locale is not None:
        assert parse_text(render(value.number, locale), locale).number == value.number
        assert all(character in "0123456789.,- \u00a0\u2009\u202f*re\t\r\n" for character in text)


@quick
@given(st.text(max_size=12))
def test_any_text_is_a_cell_or_no_cell(text: str) -> None:
    try:
        row, column = parse_address(text)
    except ValueError:
        return
    assert row >= 1
    assert column >= 1


@quick
@given(
    st.binary(max_size=300) | st.text(alphabet="a1;,|\t\"'\r\n\ufeff\0 é=sep", max_size=200).map(str.encode),
    st.sampled_from(["", ";", ",", "\t"]),
    st.sampled_from(["", *ENCODINGS]),
)
def test_any_text_table_is_read_or_refused(data: bytes, delimiter: str, encoding: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(data)
        outcome(lambda: read_text_table(path, AGENCY, delimiter=delimiter, encoding=encoding))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def changed_definitions(draw: st.DrawFn) -> str:
    """The text of a definition with one value somewhere in it replaced, spelled canonically."""
    found = json.loads(to_json(health_instrument()))
    place: object = found
    while isinstance(place, dict | list) and place:
        key = draw(st.sampled_from(sorted(place))) if isinstance(place, dict) else draw(st.integers(0, len(place) - 1))
        below = place[key]
        if not isinstance(below, dict | list) or not below or not draw(st.integers(0, 3)):
            place[key] = draw(JSON)
            break
        place = below
    return json.dumps(found, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def written(text: str) -> list[tuple[str, str]]:
    """The rows of a manifest with this text, its counts and its hash right."""
    rows = dict(manifest.encode(health_instrument(), signing_key=KEY, key_id="k")[:6])
    rows |= {"characters": str(len(text)), "chunks": "1", "sha256": hashlib.sha256(text.encode()).hexdigest()}
    return [*rows.items(), *[("", "")] * 3, ("1", text)]


@st.composite
def manifests(draw: st.DrawFn) -> list[tuple[str, str]]:
    """A manifest whose text was changed and then written with right counts, or whose cells were changed."""
    if draw(st.booleans()):
        return written(draw(changed_definitions()))
    if draw(st.booleans()):
        text = draw(mangled(to_json(health_instrument()).encode()))
        return written(text.decode("latin-1").encode("ascii", "replace").decode())
    rows = list(manifest.encode(health_instrument(), signing_key=KEY, key_id="k", chunk=5_000))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(rows) - 1))
        rows[at] = draw(st.tuples(st.sampled_from([rows[at][0], "", "x", "1"]), st.text(max_size=8) | JSON.map(str)))
    return rows


@quick
@given(manifests())
def test_any_manifest_is_read_or_told_why_not(rows: list[tuple[str, str]]) -> None:
    public = KEY.public_key()
    read = manifest.decode(rows, {"k": public, key_id(public): public})
    assert (read.definition is not None) or read.problem
