"""The page on which a revision of the SOP is written: its fields with what is wrong at each, and the chart as drawn."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.errors import SektoralError
from sektoral.domain.sop import SymbolKind, TimeUnit
from sektoral.domain.sop_changes import SHAPES
from sektoral.domain.sop_checks import LONGEST_WORDS, MOST_TRACKS, STEPS
from sektoral.domain.sop_faults import SopFault, say
from sektoral.domain.sop_text import SopText, listed_symbols, load_sop
from sektoral.records.models import Sop
from sektoral.records.sop_versions import digest_of, faults_of
from sektoral.setup.forms.sops import MOST_ROWS, posted_sop
from sektoral.ui.components import Status, Tone
from sektoral.ui.flow import Chart
from sektoral.ui.sop_chart import sop_chart

SPARE_ROWS = 3  # empty rows below the symbols and below the arrows, filled in to add one
PER_LINE = "Satu butir per baris."
MEANINGS = {
    1: "Aplikasi menyusun surat permintaan dan instrumen sejak perintah Kadis sampai surat terakhir ditandatangani.",
    2: "Aplikasi mengirim permintaan; waktunya dihitung dari tanda tangan terakhir.",
    3: "Produsen Data mengisi dan mengirim; waktunya dihitung per permintaan sejak dikirim.",
    4: "Kantor memeriksa dan menyimpan di Bank Data; waktunya dihitung per kiriman sejak lengkap.",
    5: "Aplikasi menyusun laporan kolektif; waktunya dihitung sejak penerimaan ditutup.",
}
FAULTY, FAULTLESS = Status(Tone.WAIT, "Belum lengkap"), Status(Tone.DONE, "Lengkap")
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SopField:
    """A field: `rows` makes it a text of several lines, `choices` a list; `faults` are what is wrong with it."""

    name: str
    label: str
    value: str
    faults: Sequence[str]
    note: str = ""
    rows: int = 0
    choices: Choices = ()
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class StepFields:
    """One of the five rows, and what the program does in it."""

    number: int
    meaning: str
    fields: Sequence[SopField]
    faults: Sequence[str]


@dataclass(frozen=True, slots=True)
class RowFields:
    """A symbol or an arrow; `title` names it, a spare one has none."""

    title: str
    drop: str
    fields: Sequence[SopField]


@dataclass(frozen=True, slots=True)
class EditPage:
    """Everything on the page. `faults` counts all; `general` are those that stand at no one field."""

    seen: str
    faults: int
    standing: Status
    change: SopField
    header: Sequence[SopField]
    lists: Sequence[SopField]
    lanes: Sequence[SopField]
    steps: Sequence[StepFields]
    general: Sequence[str]
    symbols: Sequence[RowFields]
    arrows: Sequence[RowFields]
    chart: Chart | None

    @property
    def faulty(self) -> frozenset[str]:
        """The parts with something wrong in them: they stand open."""
        parts = {
            "header": self.header,
            "lists": self.lists,
            "lanes": self.lanes,
            "steps": [field for step in self.steps for field in step.fields],
            "symbols": [field for row in self.symbols for field in row.fields],
            "arrows": [field for row in self.arrows for field in row.fields],
        }
        found = {part for part, fields in parts.items() if any(one.faults for one in fields)}
        if any(step.faults for step in self.steps):
            found.add("steps")
        return frozenset(found | ({"symbols"} if self.general else set()))


def edit_page(stored: Sop, content: SopText, change: str, *, seen: str = "") -> EditPage:
    """This will lay out a revision as if it said `content`; `seen` is what the writer began from, else what is kept."""
    faults = faults_of(stored, content, change)
    fields = _Fields(posted_sop(content, change), _by_place(faults))
    return EditPage(
        seen=seen or digest_of(stored.content),
        faults=len(faults),
        standing=FAULTY if faults else FAULTLESS,
        change=fields.text("perubahan", "Yang diubah revisi ini", rows=3, note="Dibaca Kabid dan Kadis sebelum paraf."),
        header=_header(fields),
        lists=_lists(fields),
        lanes=(
            fields.text("bagan", "Judul bagan"),
            fields.text(
                "lajur", "Lajur pelaksana", rows=7, note=f"{PER_LINE} Lajur yang berganti nama membawa simbolnya."
            ),
        ),
        steps=[_step(fields, number) for number in range(1, STEPS + 1)],
        general=fields.faults.get("simbol", ()),
        symbols=_symbols(fields, content),
        arrows=_arrows(fields, content),
        chart=draw(content),
    )


def draw(content: SopText) -> Chart | None:
    """This will draw the chart of an SOP; `None` while a symbol or an arrow leads nowhere."""
    try:
        return sop_chart(load_sop(json.dumps(content)).chart, {})
    except (SektoralError, ValueError, KeyError, IndexError):
        return None


@dataclass(frozen=True, slots=True)
class _Fields:
    values: Mapping[str, str]
    faults: Mapping[str, Sequence[str]]

    def text(self, name: str, label: str, *, rows: int = 0, note: str = "", optional: bool = False) -> SopField:
        return SopField(
            name, label, self.values.get(name, ""), self.faults.get(name, ()), note, rows, is_optional=optional
        )

    def choice(self, name: str, label: str, choices: Choices) -> SopField:
        """What was chosen once and is no choice any more still stands there, so that its fault can be seen."""
        value = self.values.get(name, "")
        known = {key for key, _ in choices}
        offered = choices if not value or value in known else [*choices, (value, f"{value} (tidak ada)")]
        return SopField(name, label, value, self.faults.get(name, ()), choices=offered)


def _by_place(faults: Sequence[SopFault]) -> Mapping[str, Sequence[str]]:
    places: dict[str, list[str]] = {}
    for fault in faults:
        places.setdefault(fault.place, []).append(say(fault))
    return places


def _header(fields: _Fields) -> Sequence[SopField]:
    return (
        fields.text("instansi", "Instansi", rows=2, note=PER_LINE),
        fields.text("judul", "Judul"),
        fields.text("nama", "Nama SOP"),
        fields.text("nomor", "Nomor SOP", note="Nomor sendiri, lain daripada versi sebelumnya; diambil dari register."),
        fields.text("pembuatan", "Tanggal pembuatan", note="Kapan SOP ini pertama kali dibuat."),
        fields.text("jabatan", "Disahkan oleh (jabatan)"),
    )


def _lists(fields: _Fields) -> Sequence[SopField]:
    return (
        fields.text("dasar_hukum", "Dasar hukum", rows=7, note=PER_LINE),
        fields.text("pelaksana", "Pelaksana", rows=7, note=PER_LINE),
        fields.text("keterkaitan", "Keterkaitan", rows=3, note=PER_LINE),
        fields.text("peralatan", "Peralatan/perlengkapan", rows=5, note=PER_LINE),
        fields.text("peringatan", "Peringatan", rows=3),
        fields.text("pencatatan", "Pencatatan dan pendataan", rows=3),
        fields.text("catatan_kaki", "Catatan kaki", rows=4, note=PER_LINE, optional=True),
    )


def _step(fields: _Fields, number: int) -> StepFields:
    place = f"langkah-{number}"
    return StepFields(
        number,
        MEANINGS[number],
        (
            fields.text(f"{place}-kegiatan", "Kegiatan", rows=5),
            fields.text(f"{place}-kelengkapan", "Kelengkapan", rows=5),
            fields.text(f"{place}-keluaran", "Keluaran", rows=5),
            fields.text(f"{place}-nilai", "Waktu"),
            fields.choice(f"{place}-satuan", "Satuan waktu", [(unit.value, unit.value) for unit in TimeUnit]),
            fields.text(f"{place}-ket", "Keterangan", optional=True),
        ),
        fields.faults.get(place, ()),
    )


def _symbols(fields: _Fields, content: SopText) -> Sequence[RowFields]:
    listed = listed_symbols(content)
    lanes = [("", "Pilih lajur"), *((lane, lane) for lane in content["bagan_alur"]["pelaksana"])]
    steps = [(str(number), str(number)) for number in range(1, STEPS + 1)]
    tracks = [(str(track), str(track)) for track in range(1, MOST_TRACKS + 1)]
    shapes = [
        (kind.value, SHAPES[kind.value]) for kind in (SymbolKind.PROCESS, SymbolKind.DECISION, SymbolKind.TERMINATOR)
    ]
    rows = []
    for at in range(min(len(listed) + SPARE_ROWS, MOST_ROWS)):
        place = f"simbol-{at}"
        title = f"Simbol {listed[at][1]['teks']}, langkah {listed[at][0]}" if at < len(listed) else ""
        cells = (
            fields.choice(f"{place}-langkah", "Langkah", steps),
            fields.choice(f"{place}-pelaksana", "Lajur", lanes),
            fields.choice(f"{place}-baris", "Susun", tracks),
            fields.choice(f"{place}-bentuk", "Bentuk", shapes),
            fields.text(f"{place}-teks", f"Kata (≤ {LONGEST_WORDS} huruf)"),
            fields.text(f"{place}-id", "Kunci"),
        )
        rows.append(RowFields(title, f"{place}-hapus" if title else "", cells))
    return rows


def _arrows(fields: _Fields, content: SopText) -> Sequence[RowFields]:
    ends = [("", "Pilih simbol")]
    ends += [
        (symbol["id"], f"{symbol['teks']} · langkah {number}, {symbol['pelaksana']} ({symbol['id']})")
        for number, symbol in listed_symbols(content)
    ]
    arrows = content["bagan_alur"]["usulan_simbol"]["panah"]
    rows = []
    for at in range(min(len(arrows) + SPARE_ROWS, MOST_ROWS)):
        place = f"panah-{at}"
        title = f"Panah {arrows[at]['dari']} → {arrows[at]['ke']}" if at < len(arrows) else ""
        cells = (
            fields.choice(f"{place}-dari", "Dari", ends),
            fields.choice(f"{place}-ke", "Ke", ends),
            fields.text(f"{place}-label", "Keterangan"),
        )
        rows.append(RowFields(title, f"{place}-hapus" if title else "", cells))
    return rows
