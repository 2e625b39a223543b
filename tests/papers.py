"""Small sample papers with invented people and agencies, so that a test names only what it is about."""

from datetime import date, datetime, timedelta, timezone

from sektoral.domain.letters import (
    Contact,
    RequestedTable,
    RequestLetter,
)
from sektoral.domain.papers import Deadline, Frame, Gateway, Heading, Letterhead, Paper, Reference, SignatureBlock

WIB = timezone(timedelta(hours=7))
SOP_NUMBER = "047/3151/SOP/SPT/DISKOMINFO/2022"
BASIS = ("Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia", f"SOP Nomor {SOP_NUMBER}")
LONG_AGENCY = (
    "Dinas Pengendalian Penduduk, Keluarga Berencana, Pemberdayaan Perempuan dan Perlindungan Anak "
    "Kabupaten Labuhanbatu Utara"
)


def at(day: int, hour: int = 10, minute: int = 0, *, month: int = 11) -> datetime:
    """A moment in November 2026 (or another month), in the office's zone."""
    return datetime(2026, month, day, hour, minute, tzinfo=WIB)


def letterhead(name: str = "Dinas Komunikasi dan Informatika", emblem: bytes = b"") -> Letterhead:
    return Letterhead(
        government="PEMERINTAH KABUPATEN LABUHANBATU UTARA",
        name=name,
        address=(
            "Jalan Contoh Nomor 1, Aek Kanopan, Sumatera Utara, Kode Pos (contoh)",
            "Telepon (contoh), Laman kominfo.contoh.example, Pos-el surat@kominfo.contoh.example",
        ),
        emblem=emblem,
    )


def signature(
    gateway: Gateway = Gateway.TEST,
    post: tuple[str, ...] = ("Kepala Dinas Komunikasi dan Informatika",),
    name: str = "Contoh Pejabat Satu, S.Kom.",
) -> SignatureBlock:
    return SignatureBlock(
        gateway=gateway,
        post=post,
        name=name,
        rank="Pembina Utama Muda (IV/c)",
        nip="NIP (contoh)",
        code="7C1E-04B9",
        link="https://contoh.example/p/7c1e04b9",
    )


def frame(
    *,
    signed: SignatureBlock | None = None,
    head: Letterhead | None = None,
    paper: Paper = Paper.A4,
    sample: bool = True,
) -> Frame:
    return Frame(letterhead=head or letterhead(), signature=signed or signature(), paper=paper, sample=sample)


def heading(
    subject: str = "Permintaan Data Statistik Sektoral Tahun 2025", number: str = "371", day: int = 12
) -> Heading:
    return Heading(
        number=f"500.14/{number}/DISKOMINFO/2026",
        nature="Segera",
        attachment="1 (satu) berkas",
        subject=subject,
        place="Aek Kanopan",
        date=date(2026, 11, day),
    )


def deadline() -> Deadline:
    return Deadline(working_days=5, planned_sent=date(2026, 11, 12), due_at=at(19, 16))


def requested_tables(count: int = 4) -> tuple[RequestedTable, ...]:
    return tuple(
        RequestedTable(
            code=f"3.27.{n:03}",
            title=f"Tabel Contoh {n}: Luas Areal Perkebunan Rakyat menurut Keadaan Tanaman",
            unit="ha",
            concept="Luas kebun yang diusahakan pekebun, menurut keadaan tanaman pada akhir tahun.",
            definition="Luas areal yang diusahakan pekebun rakyat.",
            breakdown="Keadaan tanaman (TBM, TM, TR). Tingkat: kabupaten; kecamatan.",
            codes="Kode wilayah Kemendagri; kode keadaan",
        )
        for n in range(1, count + 1)
    )


def request(
    *, around: Frame | None = None, agency: str = "Dinas Pertanian", tables: int = 4, number: str = "371"
) -> RequestLetter:
    return RequestLetter(
        frame=around or frame(),
        heading=heading(number=number),
        to=(f"Kepala {agency}",),
        to_place="Aek Kanopan",
        agency=agency,
        period="tahun 2025",
        basis=BASIS,
        portal="https://sektoral.contoh.example",
        deadline=deadline(),
        contact=Contact(name="Contoh Petugas", phone="(contoh)", email="data@kominfo.contoh.example"),
        tables=requested_tables(tables),
        copies=("Bupati Labuhanbatu Utara (sebagai laporan)", "Sekretaris Daerah Kabupaten Labuhanbatu Utara"),
    )


def request_reference() -> Reference:
    return Reference(
        number="500.14/371/DISKOMINFO/2026",
        date=date(2026, 11, 12),
        subject="Permintaan Data Statistik Sektoral Tahun 2025",
    )
