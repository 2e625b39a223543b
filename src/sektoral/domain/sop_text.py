"""An SOP written down as JSON, read into `Sop`. The keys are the SOP's own words."""

import json
from collections.abc import Mapping
from typing import TypedDict

from sektoral.domain.errors import Invalid
from sektoral.domain.sop import Approver, Chart, Flow, Sop, SopStep, Symbol, SymbolKind, TimeLimit, TimeUnit


class ApproverText(TypedDict):
    jabatan: str
    nama: str | None
    pangkat: str | None
    nip: str | None


HeaderText = TypedDict(
    "HeaderText",
    {
        "Nomor SOP": str,
        "Tanggal Pembuatan": str,
        "Tanggal Revisi": str,
        "Tanggal Efektif": str,
        "Disahkan oleh": ApproverText,
        "Nama SOP": str,
    },
)


class StepText(TypedDict):
    """One row of `langkah`."""

    no: int
    kegiatan: str
    kelengkapan: str
    waktu: str
    keluaran: str
    ket: str


class SymbolText(TypedDict):
    """One proposed symbol."""

    id: str
    pelaksana: str
    bentuk: str
    teks: str
    baris: int


class FlowText(TypedDict):
    dari: str
    ke: str
    label: str


class ProposalText(TypedDict):
    """Where the symbols might stand, and whether the Kadis has approved it."""

    disahkan: bool
    langkah: dict[str, list[SymbolText]]
    panah: list[FlowText]


class ChartText(TypedDict):
    """The flow chart as it is written down."""

    judul: str
    kolom: list[str]
    pelaksana: list[str]
    mutu_baku: list[str]
    simbol_yang_selamat: dict[str, dict[str, str]]
    langkah: list[StepText]
    usulan_simbol: ProposalText


class SopText(TypedDict):
    """The shape of `sop.json`."""

    instansi: list[str]
    judul: str
    kepala: HeaderText
    dasar_hukum: list[str]
    pelaksana: list[str]
    keterkaitan: list[str]
    peralatan: list[str]
    peringatan: str
    pencatatan_dan_pendataan: str
    catatan_kaki: list[str]
    pola_tautan_pendek: str
    bagan_alur: ChartText


def load_sop(text: str) -> Sop:
    """This will read an SOP from its JSON text; `Invalid("sop_unreadable")` names what is missing or wrong."""
    try:
        return _sop(json.loads(text))
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid("sop_unreadable", reason=f"{type(error).__name__}: {error}") from error


def listed_symbols(raw: SopText) -> list[tuple[int, SymbolText]]:
    """This will list the symbols with the number of their step, in the order of the steps."""
    proposed = raw["bagan_alur"]["usulan_simbol"]["langkah"]
    return [(int(number), symbol) for number in sorted(proposed, key=int) for symbol in proposed[number]]


def as_printed(raw: SopText, *, signed_on: str, approved: bool) -> SopText:
    """This will give the SOP as its paper has it: `signed_on` is the day of a revision's signature, in words.

    That day is both its Tanggal Revisi and its Tanggal Efektif (Permenpan RB 35/2012); empty leaves both as written.
    """
    header, chart = raw["kepala"], raw["bagan_alur"]
    if signed_on:
        header = header | {"Tanggal Revisi": signed_on, "Tanggal Efektif": signed_on}
    proposal: ProposalText = chart["usulan_simbol"] | {"disahkan": approved}
    return raw | {"kepala": header, "bagan_alur": chart | {"usulan_simbol": proposal}}


def read_time_limit(text: str) -> TimeLimit:
    """This will read `5 hari kerja` or `1 jam`; `ValueError` for anything else."""
    value, _, unit = text.partition(" ")
    return TimeLimit(int(value), TimeUnit(unit))


def _sop(raw: SopText) -> Sop:
    header = raw["kepala"]
    return Sop(
        institution=tuple(raw["instansi"]),
        title=raw["judul"],
        number=header["Nomor SOP"],
        made_on=header["Tanggal Pembuatan"],
        revised_on=header["Tanggal Revisi"],
        effective_on=header["Tanggal Efektif"],
        approver=_approver(header["Disahkan oleh"]),
        name=header["Nama SOP"],
        legal_basis=tuple(raw["dasar_hukum"]),
        executors=tuple(raw["pelaksana"]),
        linkage=tuple(raw["keterkaitan"]),
        equipment=tuple(raw["peralatan"]),
        warning=raw["peringatan"],
        recording=raw["pencatatan_dan_pendataan"],
        footnotes=tuple(raw["catatan_kaki"]),
        short_link_pattern=raw["pola_tautan_pendek"],
        chart=_chart(raw["bagan_alur"]),
    )


def _approver(raw: ApproverText) -> Approver:
    return Approver(raw["jabatan"], raw["nama"] or "", raw["pangkat"] or "", raw["nip"] or "")


def _chart(raw: ChartText) -> Chart:
    proposal = raw["usulan_simbol"]
    return Chart(
        title=raw["judul"],
        columns=tuple(raw["kolom"]),
        lanes=tuple(raw["pelaksana"]),
        quality_columns=tuple(raw["mutu_baku"]),
        steps=tuple(_step(step, proposal["langkah"]) for step in raw["langkah"]),
        flows=tuple(Flow(flow["dari"], flow["ke"], flow.get("label", "")) for flow in proposal["panah"]),
        surviving=tuple(
            (int(step), lane, text)
            for step, lanes in raw["simbol_yang_selamat"].items()
            for lane, text in lanes.items()
        ),
        approved=proposal["disahkan"],
    )


def _step(raw: StepText, proposed: Mapping[str, list[SymbolText]]) -> SopStep:
    return SopStep(
        number=raw["no"],
        activity=raw["kegiatan"],
        completeness=raw["kelengkapan"],
        time_limit=read_time_limit(raw["waktu"]),
        output=raw["keluaran"],
        note=raw["ket"],
        symbols=tuple(
            Symbol(symbol["id"], symbol["pelaksana"], SymbolKind(symbol["bentuk"]), symbol["teks"], symbol["baris"])
            for symbol in proposed[str(raw["no"])]
        ),
    )
