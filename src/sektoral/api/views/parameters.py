"""What may stand behind the question mark, typed; whatever else stands there is refused."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

MOST = 1_000  # rows of one answer
CODE = r"^[A-Za-z0-9_.:-]*$"
PERIOD = r"^([0-9]{4}(-[A-Za-z0-9]{1,5})?)?$"


class Paging(Schema):
    """How much of a list, and from where on."""

    limit: int = Field(100, ge=1, le=MOST, description="Banyaknya baris satu jawaban, paling banyak 1.000.")
    cursor: str = Field("", max_length=600, description="Penanda dari “next” jawaban sebelumnya.")


class CatalogueParams(Paging):
    """The catalogue, narrowed."""

    q: str = Field("", max_length=100, description="Kata-kata yang harus ada pada judul tabel.")
    agency: str = Field("", max_length=60, pattern=CODE, description="Kode OPD.")
    period: str = Field("", max_length=10, pattern=PERIOD, description="Periode yang harus sudah dirilis, mis. 2025.")
    priority: Literal["", "yes", "no"] = Field("", description="Hanya data prioritas (yes) atau selainnya (no).")


class FormatParams(Schema):
    """In which format the figures come; the header Accept decides where it is empty."""

    format: str = Field("", max_length=20, pattern=CODE, description="Nama format, mis. json atau csv.")


class DataParams(FormatParams, Paging):
    """One edition; in JSON its figures come page by page."""


class BankParams(Paging):
    """The bank as it was at an instant."""

    period: str = Field("", max_length=10, pattern=PERIOD, description="Satu periode saja, mis. 2025.")
    as_of: datetime | None = Field(None, description="Keadaan Bank Data pada waktu itu, ISO 8601 dengan zona waktu.")


class BankDataParams(FormatParams, BankParams):
    """The bank as it was at an instant, in a format."""
