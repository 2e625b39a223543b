"""The one list of formats in which a table leaves the bank: pages and addresses offer what stands here."""

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sektoral.adapters.exchange import jsonstat, parquet, sdmx_csv, sdmx_json, sdmx_ml, structures, tidy_csv, workbook
from sektoral.domain.cubes import Cube

Writer = Callable[[Cube], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `name` stands in addresses, `label` and `hint` on pages, `media_type` in the answer's head."""

    name: str
    label: str
    hint: str
    media_type: str
    extension: str
    write: Writer

    def to_bytes(self, cube: Cube) -> bytes:
        """This will write a whole cube at once."""
        return b"".join(self.write(cube))

    def file_name(self, cube: Cube) -> str:
        """What the file is called when it is saved: agency, table and, of what was released, the edition."""
        edition = f"-edisi-{cube.release}" if cube.release else ""
        return f"{cube.agency}-{cube.table}{edition}.{self.extension}"


_ALL = (
    Format("csv", "CSV", "satu baris satu angka, koma, UTF-8", "text/csv; charset=utf-8", "csv", tidy_csv.write),
    Format(
        "xlsx",
        "XLSX",
        "data, keterangan, dan daftar kode",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        workbook.write,
    ),
    Format(
        "parquet",
        "Parquet",
        "untuk DuckDB, Spark, dan sejenisnya",
        "application/vnd.apache.parquet",
        "parquet",
        parquet.write,
    ),
    Format(
        "json-stat", "JSON-stat 2.0", "untuk program dan grafik", "application/json", "jsonstat.json", jsonstat.write
    ),
    Format(
        "sdmx-csv",
        "SDMX-CSV 2.0",
        "SDMX 3.0",
        "application/vnd.sdmx.data+csv;version=2.0.0",
        "sdmx.csv",
        sdmx_csv.write_2_0,
    ),
    Format(
        "sdmx-csv-1",
        "SDMX-CSV 1.0",
        "SDMX 2.1",
        "application/vnd.sdmx.data+csv;version=1.0.0",
        "sdmx1.csv",
        sdmx_csv.write_1_0,
    ),
    Format(
        "sdmx-json",
        "SDMX-JSON 2.0",
        "SDMX 3.0",
        "application/vnd.sdmx.data+json;version=2.0.0",
        "sdmx.json",
        sdmx_json.write,
    ),
    Format(
        "sdmx-ml",
        "SDMX-ML 3.0",
        "menurut struktur",
        "application/vnd.sdmx.data+xml;version=3.0.0",
        "sdmx3.xml",
        sdmx_ml.write_3_0,
    ),
    Format(
        "sdmx-ml-2-1",
        "SDMX-ML 2.1",
        "menurut struktur",
        "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
        "sdmx.xml",
        sdmx_ml.write_2_1,
    ),
    Format(
        "sdmx-generic",
        "SDMX-ML 2.1 generik",
        "untuk program lama",
        "application/vnd.sdmx.genericdata+xml;version=2.1",
        "generic.xml",
        sdmx_ml.write_generic,
    ),
    Format(
        "struktur",
        "Struktur SDMX-ML 3.0",
        "dimensi, kode, konsep",
        "application/vnd.sdmx.structure+xml;version=3.0.0",
        "structure3.xml",
        structures.write_3_0,
    ),
    Format(
        "struktur-2-1",
        "Struktur SDMX-ML 2.1",
        "dimensi, kode, konsep",
        "application/vnd.sdmx.structure+xml;version=2.1",
        "structure.xml",
        structures.write_2_1,
    ),
    Format(
        "struktur-json",
        "Struktur SDMX-JSON 2.0",
        "dimensi, kode, konsep",
        "application/vnd.sdmx.structure+json;version=2.0.0",
        "structure.json",
        structures.write_json,
    ),
)
_NEEDS = {"parquet": "pyarrow"}  # formats of an extra that may not be installed
FORMATS: Mapping[str, Format] = {
    one.name: one for one in _ALL if one.name not in _NEEDS or importlib.util.find_spec(_NEEDS[one.name])
}
