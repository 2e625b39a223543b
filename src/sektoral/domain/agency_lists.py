"""An office's list of agencies as a workbook: its heads, what each row says, and all that is wrong with it at once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.grids import Grid

CODE, NAME, SHORT, HEAD, AFFAIRS, PLACE, OFFICE = (
    "Kode", "Nama", "Singkatan", "Jabatan kepala", "Kode urusan", "Tempat", "Dinas ini sendiri",
)  # fmt: skip
COLUMNS = (CODE, NAME, SHORT, HEAD, AFFAIRS, PLACE, OFFICE)
REQUIRED = (CODE, NAME)
ABOUT: Mapping[str, str] = {
    CODE: "Wajib. Huruf kecil, angka, dan tanda hubung; tidak berubah lagi sesudah dipakai. Misalnya: dinkes",
    NAME: "Wajib. Nama lengkap seperti pada kop surat. Misalnya: Dinas Kesehatan",
    SHORT: "Nama pendek untuk papan. Kosong: sama dengan nama. Misalnya: Dinkes",
    HEAD: "Jabatan yang menandatangani. Kosong: Kepala dan namanya. Misalnya: Camat Aek Natas",
    AFFAIRS: "Kode urusan pemerintahan menurut Permendagri 90/2019, boleh kosong. Misalnya: 1.02",
    PLACE: "Tempat suratnya diberi tanggal. Kosong: tempat dinas ini.",
    OFFICE: "Tulis ya pada satu baris: dinas ini sendiri, bila ia juga Produsen Data.",
}
HEAD_ROWS = 20  # how far down the row of heads may stand
LONGEST: Mapping[str, int] = {CODE: 60, NAME: 200, SHORT: 80, HEAD: 200, AFFAIRS: 60, PLACE: 100, OFFICE: 5}
CODE_FORM = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_CODE = re.compile(CODE_FORM)
_YES, _NO = "ya", frozenset({"", "tidak"})


@dataclass(frozen=True, slots=True)
class ListedAgency:
    """One row: `line` counts as a spreadsheet shows it; `cells` by the head of their column, blanks left out."""

    line: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        """This will give what stands in a column, or nothing."""
        return self.cells.get(column, "")

    @property
    def is_office(self) -> bool:
        """Whether the row is the office itself."""
        return self.cell(OFFICE).lower() == _YES


def read_list(grid: Grid) -> Sequence[ListedAgency] | None:
    """This will read the rows below the heads that hold anything; nothing where no row has the required heads."""
    for row in range(1, min(HEAD_ROWS, grid.last_row) + 1):
        heads = {grid.text(row, column).strip(): column for column in range(grid.last_column, 0, -1)}
        if set(REQUIRED) <= set(heads):
            places = {name: heads[name] for name in COLUMNS if name in heads}
            lines = (_line(grid, at, places) for at in range(row + 1, grid.last_row + 1))
            return [line for line in lines if line.cells]
    return None


def list_faults(lines: Sequence[ListedAgency]) -> list[str]:
    """This will say, row by row, all that keeps the list from being used; empty when nothing does."""
    faults = [f"baris {line.line}: {fault}" for line in lines for fault in _faults_of(line)]
    faults += [f"baris {again}: kode {code} sudah ada pada baris {first}" for code, first, again in _twice(lines)]
    offices = [line.line for line in lines if line.is_office]
    if len(offices) > 1:
        faults.append(f"baris {', '.join(map(str, offices))}: hanya satu OPD dapat menjadi dinas ini sendiri")
    return faults if lines else ["tidak ada OPD di bawah judul kolomnya"]


def _faults_of(line: ListedAgency) -> Iterator[str]:
    for column in REQUIRED:
        if not line.cell(column):
            yield f"{column} kosong"
    if line.cell(CODE) and not _CODE.fullmatch(line.cell(CODE)):
        yield f"{CODE} {line.cell(CODE)!r} hanya boleh huruf kecil, angka, dan tanda hubung"
    for column, text in line.cells.items():
        if len(text) > LONGEST[column]:
            yield f"{column} lebih panjang dari {LONGEST[column]} huruf"
        if not text.isprintable():
            yield f"{column} memuat tanda yang tidak tampak; ketik ulang"
    if not line.is_office and line.cell(OFFICE).lower() not in _NO:
        yield f"{OFFICE} berisi {line.cell(OFFICE)!r}; tulis ya atau kosongkan"


def _twice(lines: Sequence[ListedAgency]) -> Iterator[tuple[str, int, int]]:
    seen: dict[str, int] = {}
    for line in lines:
        code = line.cell(CODE)
        if code and code in seen:
            yield code, seen[code], line.line
        seen.setdefault(code, line.line)


def _line(grid: Grid, row: int, places: Mapping[str, int]) -> ListedAgency:
    cells = {name: " ".join(grid.text(row, column).split()) for name, column in places.items()}
    return ListedAgency(row, {name: text for name, text in cells.items() if text})
