"""The demo's metadata: a few agencies have written theirs, one form is checked, the others show what is proposed."""

from collections.abc import Iterator, Mapping

from sektoral.domain.metadata_answers import Rows, one_line
from sektoral.domain.metadata_forms import MetadataKind
from sektoral.domain.roles import Role
from sektoral.metadata.actions.forms_writing import check_form, write_form
from sektoral.metadata.queries.forms_proposing import proposal_of
from sektoral.metadata.queries.forms_reach import About
from sektoral.project.rehearsal.company import Company
from sektoral.records.metadata_standing import list_owed
from sektoral.records.models import Agency

WRITING = 3  # agencies that have begun; the first one has all it owes, each other one its activity and half of it
SAMPLE = "Contoh isian; diganti oleh Produsen Data."
BY_BPS_CODE: Mapping[str, Rows] = {"wilayah": (("12", "Sumatera Utara", "1223", "Kabupaten Labuhanbatu Utara"),)}
OF_VARIABLES: Mapping[str, Rows] = {"referensi_pemilihan": one_line("Contoh rujukan")}
OF_INDICATORS: Mapping[str, Rows] = {
    "interpretasi": one_line("Makin tinggi nilainya, makin luas cakupannya (contoh)."),
    "metode_perhitungan": one_line("Bagian dibagi keseluruhan, dikali 100 (contoh)."),
    "komposit": one_line("Tidak"),
    "variabel_pembangun": (("Contoh pembilang", SAMPLE, ""), ("Contoh penyebut", SAMPLE, "")),
}


def write_metadata(company: Company) -> None:
    """This will let a few agencies write their metadata, and the Kabid check what the first of them compiles."""
    agencies = list(Agency.objects.filter(office=company.office, is_office=False, tables__is_current=True).distinct())
    for number, agency in enumerate(agencies[:WRITING]):
        owed = list(list_owed(company.office, [agency.pk])[agency.pk])
        for one in owed if number == 0 else owed[: 1 + len(owed) // 2]:
            about = About(agency, one)
            proposed = proposal_of(about, at=company.clock()).answers
            answers = {**_sampled(about, company.clock().year), **proposed}
            answers |= BY_BPS_CODE if one.kind is MetadataKind.ACTIVITY else {}
            form = write_form(
                about, answers, seen=0, by=company.actor(Role.OPERATOR, agency), at=company.clock.advance(seconds=30)
            )
            if number == 0 and one.kind is MetadataKind.ACTIVITY:
                check_form(form, by=company.actor(Role.KABID), at=company.clock.advance(minutes=5))


def _sampled(about: About, year: int) -> dict[str, Rows]:
    match about.kind:
        case MetadataKind.VARIABLE:
            return dict(OF_VARIABLES)
        case MetadataKind.INDICATOR:
            return dict(OF_INDICATORS)
        case _:
            return dict(_of_activity(year))


def _of_activity(year: int) -> Iterator[tuple[str, Rows]]:
    for key in ("alamat", "telepon", "eselon_1", "eselon_2", "pj_nama", "pj_jabatan", "pj_alamat", "pj_telepon"):
        yield key, one_line("Contoh")
    for key in ("email", "pj_email"):
        yield key, one_line("data@contoh.example")
    for key in ("latar_belakang", "tujuan"):
        yield key, one_line(SAMPLE)
    for key in ("rekomendasi", "uji_coba", "penyesuaian_nonrespon"):
        yield key, one_line("Tidak")
    yield "sektor", one_line("Sektor Publik, Perpajakan, dan Regulasi Pasar")
    yield "jadwal", tuple((f"{year}-{month:02}-01", f"{year}-{month:02}-20") for month in range(1, 8))
    yield "tipe_pengumpulan", one_line("Longitudinal Cross Sectional")
    yield "sarana", one_line("Lainnya")
    yield "unit", one_line("Lainnya")
    yield "pemeriksaan_kualitas", one_line("Supervisi")
    yield "tahapan_pengolahan", (("Ya",), ("Tidak",), ("Ya",), ("Ya",))
    yield "metode_analisis", one_line("Deskriptif")
    yield "unit_analisis", one_line("Lainnya")
    yield "produk", (("Tidak",), ("Ya",), ("Tidak",))
    yield "rencana_rilis", (("",), (f"{year}-08-31",), ("",))
