"""Small sample papers with invented people and agencies, so that a test names only what it is about."""

import hashlib
import io
from dataclasses import replace
from datetime import date

from PIL import Image, ImageDraw

from sektoral.domain.letters import (
    Answer,
    Contact,
    Document,
    FollowUp,
    InternalMemo,
    MissingTable,
    Receipt,
    RequestedTable,
    RequestLetter,
    SopDocument,
    Transmittal,
    TransmittalStyle,
    TransmittedTable,
)
from sektoral.domain.papers import (
    Deadline,
    Frame,
    Gateway,
    Heading,
    Letterhead,
    Paper,
    Reference,
    SentFile,
    SignatureBlock,
)
from sektoral.domain.reports import (
    Addendum,
    AgencyOutcome,
    LeftOut,
    Report,
    Timeliness,
    recap,
)
from sektoral.setup.facts import load_office_sop
from tests.outcomes import agency, at, checkpoint, four_fates, outcome, steps
from tests.report_parts import BANK, CORRECTED, COVERAGE, LAST_ROUND, QUALITY

SOP_NUMBER = "047/3151/SOP/SPT/DISKOMINFO/2022"
BASIS = ("Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia", f"SOP Nomor {SOP_NUMBER}")


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


LONG_NAME = (
    "Dinas Pemberdayaan Masyarakat, Desa, Pengendalian Penduduk, Keluarga Berencana, Pemberdayaan Perempuan dan "
    "Perlindungan Anak"
)
LONG_SIGNER = "Dr. Ir. H. Contoh Pejabat Bernama Sangat Panjang Sekali, S.T., M.T., M.Si., Ph.D."
FOR_THE_BUPATI = (
    "a.n. Bupati Labuhanbatu Utara",
    "Sekretaris Daerah Kabupaten Labuhanbatu Utara",
    "u.b.",
    f"Plt. Kepala {LONG_NAME}",
)
DEPUTY = (f"Plt. Kepala {LONG_NAME}",)


def emblem() -> bytes:
    """A tall shield on nothing, as an office would upload it."""
    picture = Image.new("RGBA", (300, 380), (0, 0, 0, 0))
    ImageDraw.Draw(picture).polygon([(5, 5), (295, 5), (295, 240), (150, 375), (5, 240)], fill=(11, 92, 75, 255))
    target = io.BytesIO()
    picture.save(target, format="PNG")
    return target.getvalue()


def stretched(document: Document, post: tuple[str, ...], sheet: Paper) -> Document:
    """The same paper with an emblem, the longest names on letterhead and signature, and another sheet."""
    signed = replace(document.frame.signature, post=post, name=LONG_SIGNER)
    head = letterhead(LONG_NAME, emblem())
    return replace(document, frame=replace(document.frame, letterhead=head, signature=signed, paper=sheet))


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


def memo(*, around: Frame | None = None) -> InternalMemo:
    return InternalMemo(
        frame=around or frame(),
        heading=heading(number="372"),
        to=("Kepala Bidang Contoh",),
        sender="Kepala Dinas Komunikasi dan Informatika",
        period="tahun 2025",
        basis=BASIS,
        deadline=deadline(),
        tables=requested_tables(3),
        copies=("Sekretaris Dinas Komunikasi dan Informatika",),
    )


def sent_file(name: str = "instrumen-pertanian-2025.xlsx", kind: str = "Softcopy data") -> SentFile:
    return SentFile(name=name, kind=kind, size=188_416, sha256=hashlib.sha256(name.encode()).hexdigest())


def transmittal(*, around: Frame | None = None, agency: str = "Dinas Pertanian") -> Transmittal:
    head = signature(post=(f"Kepala {agency}",), name="Contoh Pejabat Dua, M.P.")
    return Transmittal(
        frame=around or frame(signed=head, head=letterhead(agency)),
        heading=replace(
            heading("Pengiriman Data Statistik Sektoral Tahun 2025", day=18), number="500.6/218/DISTAN/2026"
        ),
        to=("Kepala Dinas Komunikasi dan Informatika", "Kabupaten Labuhanbatu Utara"),
        to_place="Aek Kanopan",
        answers=request_reference(),
        agency=agency,
        period="tahun 2025",
        tables=(
            TransmittedTable("Luas Panen Padi", Answer.SENT, 1088, "Angka sementara, diberi tanda *"),
            TransmittedTable("Jumlah Lembaga Pekebun Bersertifikat", Answer.NIL, note="Belum ada pada tahun 2025"),
            TransmittedTable("Luas Agroforestri Sawit", Answer.UNAVAILABLE, note="Pendataan baru dimulai tahun 2026"),
            TransmittedTable("Populasi Ternak", Answer.SENT, 704),
        ),
        files=(sent_file(),),
        copies=("Sekretaris Daerah Kabupaten Labuhanbatu Utara",),
    )


def cover_note() -> Transmittal:
    return replace(transmittal(), style=TransmittalStyle.COVER)


def receipt(*, around: Frame | None = None) -> Receipt:
    seal = replace(
        signature(Gateway.SYSTEM, post=(), name="Sistem Pengumpulan Data Statistik Sektoral"), rank="", nip=""
    )
    return Receipt(
        frame=around or frame(signed=seal),
        number="TT/2026/000142",
        channel="laman pengiriman data Dinas Komunikasi dan Informatika",
        agency="Dinas Pertanian Kabupaten Labuhanbatu Utara",
        sender="Contoh Petugas Dua",
        received_at=at(18, 14, 22).replace(second=31),
        due_at=at(19, 16),
        timeliness=Timeliness.ON_TIME,
        answers=request_reference(),
        letter="500.6/218/DISTAN/2026 tanggal 18 November 2026, diterima pada saat yang sama",
        stated="2 tabel terisi, 1 nihil, 1 tidak tersedia",
        files=(sent_file(), sent_file("surat-pengiriman-218.pdf", "Surat pengiriman, bertanda tangan elektronik")),
        key="tanda-terima-uji-01",
        check_due=date(2026, 11, 24),
    )


def follow_up(*, around: Frame | None = None) -> FollowUp:
    return FollowUp(
        frame=around or frame(),
        heading=heading("Tindak Lanjut Permintaan Data Statistik Sektoral Tahun 2025", number="412", day=23),
        to=("Kepala Dinas Perhubungan", "Kabupaten Labuhanbatu Utara"),
        to_place="Aek Kanopan",
        agency="Dinas Perhubungan",
        request=request_reference(),
        was_due_at=at(19, 16),
        due_at=at(25, 16),
        portal="https://sektoral.contoh.example",
        tables=(
            MissingTable("2.15.001", "Jumlah Kendaraan Wajib Uji", "belum dikirim"),
            MissingTable("2.15.002", "Jumlah Halte", "dikembalikan 20 November 2026, belum diperbaiki"),
        ),
        copies=("Sekretaris Daerah Kabupaten Labuhanbatu Utara",),
    )


def report(*, agencies: tuple[AgencyOutcome, ...] | None = None, around: Frame | None = None) -> Report:
    return Report(
        frame=around or frame(),
        heading=heading("Pengumpulan Data Statistik Sektoral Kabupaten Labuhanbatu Utara Tahun 2025", "431", 26),
        period="tahun 2025",
        sop_number=SOP_NUMBER,
        content_sha256="5d" * 32,
        days=tuple(date(2026, 11, day) for day in (12, 13, 16, 17, 18, 19, 20, 23)),
        due_at=at(19, 16),
        agencies=four_fates() if agencies is None else agencies,
        legal_basis=(
            "Undang-Undang Nomor 16 Tahun 1997 tentang Statistik;",
            "Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia; dan",
            f"SOP Nomor {SOP_NUMBER} tentang Pengumpulan Data Statistik Sektoral.",
        ),
        steps=steps(),
        conclusions=(
            "Data yang diterima telah diperiksa seluruhnya.",
            "Perangkat daerah yang belum mengirim agar menyampaikan data paling lambat 30 November 2026.",
        ),
        coverage=COVERAGE,
        quality=QUALITY,
        last_round=LAST_ROUND,
        bank=BANK,
        corrected=CORRECTED,
        left_out=(LeftOut("Rumah Sakit Contoh", "baru dibentuk, belum memiliki tabel data"),),
        checkpoint=checkpoint(),
    )


def addendum() -> Addendum:
    arrival = agency("Kecamatan Contoh Utara", outcome(7), outcome(8), timeliness=Timeliness.LATE, day=27)
    return Addendum(
        frame=frame(),
        heading=heading("Pengumpulan Data Statistik Sektoral Kabupaten Labuhanbatu Utara Tahun 2025", "440", 30),
        report=Reference(
            "500.14/431/DISKOMINFO/2026", date(2026, 11, 26), "Pengumpulan Data Statistik Sektoral Tahun 2025"
        ),
        period="tahun 2025",
        arrivals=(arrival,),
        before=recap(four_fates()),
        after=recap((*four_fates()[:3], arrival)),
        checkpoint=checkpoint(),
    )


def sop_document(*, approved: bool = False, around: Frame | None = None) -> SopDocument:
    sop = load_office_sop("labura")
    return SopDocument(
        frame=around or frame(),
        sop=replace(
            sop,
            approver=replace(
                sop.approver, name="Contoh Pejabat Satu, S.Kom.", rank="Pembina Utama Muda (IV/c)", nip="NIP (contoh)"
            ),
            chart=replace(sop.chart, approved=approved),
        ),
        dated=date(2026, 11, 12),
    )


ALL_PAPERS: tuple[Document, ...] = (
    request(),
    memo(),
    transmittal(),
    cover_note(),
    receipt(),
    follow_up(),
    report(),
    addendum(),
    sop_document(),
)


def sealed_by(gateway: Gateway, document: Document) -> Document:
    """The same paper, sealed by another gateway."""
    signed = replace(document.frame.signature, gateway=gateway)
    return replace(document, frame=replace(document.frame, signature=signed))
