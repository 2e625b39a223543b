"""What the journal's kinds and facts are called on screen; the journal itself keeps codes, ids and counts."""

from datetime import datetime

from sektoral.domain.returns import RETURN_WORDS
from sektoral.domain.states import FACTS, RuleState
from sektoral.letters.words import KIND_WORDS
from sektoral.records.models import Event
from sektoral.ui.rights import ROLE_WORDS

AREAS: dict[str, str] = {  # what an event is about, by the first word of its kind
    "round": "Putaran",
    "request": "Permintaan",
    "instrument": "Instrumen",
    "letter": "Surat",
    "message": "Pesan",
    "submission": "Kiriman",
    "item": "Tabel",
    "intake": "Penerimaan",
    "report": "Laporan",
    "addendum": "Adendum",
    "calendar": "Kalender",
    "assignment": "Penugasan",
    "agency": "Produsen Data",
    "office": "Kantor",
    "rule": "Aturan pemeriksaan",
    "rerun": "Uji ulang aturan",
    "evidence": "Paket bukti",
    "import": "Impor tahun lama",
    "release": "Rilis",
    "table": "Rumusan tabel",
    "metadata": "Metadata",
    "variable": "Standar Data",
    "codelist": "Kode referensi",
    "data_list": "Daftar Data",
    "remark": "Catatan Pembina Data",
    "reference": "Angka pembanding",
    "assessment": "Penilaian EPSS",
    "epss": "Bukti EPSS",
    "api_key": "Kunci API",
    "sop": "SOP",
    "checkpoint": "Titik periksa",
}
FACT_WORDS: dict[str, str] = {
    "agencies": "OPD",
    "values": "nilai",
    "items": "tabel",
    "tables": "tabel",
    "regions": "wilayah",
    "days_off": "hari libur",
    "assignments": "penugasan",
    "channel": "cara",
    "code": "sebab",
    "due_at": "batas",
    "gateway": "layanan",
    "service": "layanan",
    "into": "menjadi",
    "kind": "jenis",
    "role": "jabatan",
    "sha256": "sidik",
    "content_sha256": "sidik isi",
    "sop_sha256": "sidik SOP",
    "letter": "naskah",
    "hours": "jam kerja bertanggal",
    "first": "mulai",
    "sheet": "lembar",
    "moved_from": "dari",
    "table": "tabel",
    "rule": "aturan",
    "rules": "aturan",
    "rounds": "putaran",
    "version": "versi",
    "state": "keadaan",
    "judged": "diputuskan",
    "flagged": "ditandai",
    "confirmed": "terbukti",
    "undecided": "tidak dapat diputuskan",
    "muted": "dibisukan",
    "last_day": "sampai",
    "correction_sha256": "sidik alasan perbaikan",
    "stated_at": "waktu menurut petugas",
    "typists": "pengetik",
    "edition": "edisi",
    "editions": "rumusan baru",
    "versions": "versi angka",
    "figures": "angka",
    "planned_on": "rencana",
    "embargo_until": "embargo sampai",
    "portal": "portal",
    "classification": "klasifikasi",
    "was": "semula",
    "hides_small": "angka kecil",
    "due_after_days": "hari sampai jadwal rilis",
    "reason": "alasan",
    "changed": "diubah",
    "form": "formulir",
    "key": "tentang",
    "answers": "sidik jawaban",
    "list": "daftar",
    "added": "kode baru",
    "ended": "kode berakhir",
    "valid_from": "berlaku mulai",
    "valid_to": "berlaku sampai",
    "year": "tahun",
    "indicator": "indikator",
    "level": "tingkat",
    "entries": "entri",
    "entry": "entri",
    "minutes": "sidik berita acara",
    "new": "baru",
    "replaced": "diganti",
    "scopes": "cakupan",
    "expires_at": "berlaku sampai",
}
VALUE_WORDS: dict[str, dict[str, str]] = {
    "state": {state.value: facts.label.lower() for state, facts in FACTS[RuleState].items()},
    "kind": {kind.value: word.lower() for kind, word in KIND_WORDS.items()},
    "code": {reason.value: word.lower() for reason, word in RETURN_WORDS.items()},
    "role": {role.value: word for role, word in ROLE_WORDS.items()},
    "service": {"test": "sertifikat uji", "upload": "di luar sistem", "bsre_v1": "BSrE 1", "bsre_v2": "BSrE 2"},
    "gateway": {"test": "sertifikat uji", "system": "segel sistem", "upload": "di luar sistem", "bsre": "BSrE"},
    "channel": {
        "workbook": "buku kerja",
        "browser": "peramban",
        "google_form": "Google Form",
        "softcopy": "surel atau tautan",
        "flashdisk": "flash disk",
        "paper": "kertas",
        "whatsapp": "WhatsApp",
        "telephone": "telepon",
    },
}
CHANGED_WORDS: dict[str, str] = {  # the fields of a variable that "changed" names
    "name": "nama",
    "concept": "konsep",
    "definition": "definisi",
    "classification": "klasifikasi",
    "measure": "ukuran",
    "unit": "satuan",
    "sds_code": "kode SDS",
    "dssd_code": "kode DSSD",
}
FEW = 12  # characters of a fingerprint or an id that a page shows


def recorded_facts(event: Event) -> str:
    """This will write an event's facts exactly as they were recorded."""
    return "; ".join(f"{name}: {value}" for name, value in _said(event))


def facts_in_words(event: Event) -> str:
    """This will write an event's facts as a page shows them."""
    return " · ".join(f"{_word(name, event)} {_short(name, value)}" for name, value in _said(event))


def _word(name: str, event: Event) -> str:
    """A code is why an item came back, or what a variable is called by."""
    if name == "code" and event.kind.startswith("variable."):
        return "kode"
    return FACT_WORDS.get(name, name)


def _said(event: Event) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in event.facts.items() if value not in (None, "")]


def _short(name: str, value: str) -> str:
    """Codes are put into words, fingerprints and ids are shortened, an instant is its day and minute."""
    if value in VALUE_WORDS.get(name, {}):
        return VALUE_WORDS[name][value]
    if name == "changed":
        return ", ".join(CHANGED_WORDS.get(field, field) for field in value.split(", "))
    try:
        return datetime.fromisoformat(value).strftime("%Y-%m-%d %H.%M")
    except ValueError:
        return f"{value[:FEW]}…" if len(value) > 3 * FEW - 1 else value
