"""The one dictionary from an error's code to what a person reads: what happened and why, what to do, who can help.

Facts of the error fill the braces; roles, permissions and states are put into words on the way. Faults in a file
have their own sentences in `domain/checks`.
"""

from collections.abc import Mapping
from enum import StrEnum

from sektoral.domain.checks.refusals import REFUSALS
from sektoral.domain.errors import Fact, SektoralError
from sektoral.domain.roles import Permission, Role
from sektoral.domain.states import FACTS as STATE_FACTS
from sektoral.domain.states import (
    DataListState,
    ImportState,
    ItemState,
    LetterState,
    RequestState,
    RoundState,
    RuleState,
    SubmissionState,
)
from sektoral.ui.message import Message
from sektoral.ui.message_api import ABOUT_API
from sektoral.ui.message_assessment import ABOUT_ASSESSMENT
from sektoral.ui.message_contacts import ABOUT_CONTACTS
from sektoral.ui.message_corrections import ABOUT_CORRECTIONS
from sektoral.ui.message_exchange import ABOUT_EXCHANGE
from sektoral.ui.message_imports import ABOUT_IMPORTS
from sektoral.ui.message_keeping import ABOUT_KEEPING
from sektoral.ui.message_letters import ABOUT_TEXTS
from sektoral.ui.message_lists import ABOUT_LISTS
from sektoral.ui.message_mapping import ABOUT_MAPPINGS
from sektoral.ui.message_metadata import ABOUT_METADATA
from sektoral.ui.message_numbers import ABOUT_NUMBERS
from sektoral.ui.message_outages import ABOUT_OUTAGES
from sektoral.ui.message_outside import ABOUT_OUTSIDE
from sektoral.ui.message_persons import ABOUT_PERSONS
from sektoral.ui.message_releases import ABOUT_RELEASES
from sektoral.ui.message_reminders import ABOUT_REMINDERS
from sektoral.ui.message_returns import ABOUT_RETURNS
from sektoral.ui.message_signing import ABOUT_SIGNING
from sektoral.ui.message_things import ABOUT_THINGS
from sektoral.ui.message_transcripts import ABOUT_TRANSCRIPTS
from sektoral.ui.message_transmittals import ABOUT_TRANSMITTALS
from sektoral.ui.message_uploads import ABOUT_UPLOADS
from sektoral.ui.rights import PERMISSION_WORDS, ROLE_WORDS

M = Message

MESSAGES: dict[str, Message] = {
    **ABOUT_API,
    **ABOUT_ASSESSMENT,
    **ABOUT_CONTACTS,
    **ABOUT_CORRECTIONS,
    **ABOUT_THINGS,
    **ABOUT_OUTAGES,
    **ABOUT_OUTSIDE,
    **ABOUT_PERSONS,
    **ABOUT_IMPORTS,
    **ABOUT_RELEASES,
    **ABOUT_RETURNS,
    **ABOUT_TEXTS,
    **ABOUT_NUMBERS,
    **ABOUT_EXCHANGE,
    **ABOUT_SIGNING,
    **ABOUT_TRANSCRIPTS,
    **ABOUT_TRANSMITTALS,
    **ABOUT_MAPPINGS,
    **ABOUT_UPLOADS,
    **ABOUT_REMINDERS,
    **ABOUT_METADATA,
    **ABOUT_LISTS,
    **ABOUT_KEEPING,
    # states
    "move_not_allowed": M("Tindakan ini tidak bisa dilakukan karena keadaannya “{label}”.", "Muat ulang halaman."),
    "round_state": M("Putaran sedang pada tahap “{now}”, sehingga tindakan ini belum atau tidak lagi bisa dilakukan."),
    "letter_state": M("Surat sedang “{now}”, sehingga tindakan ini belum atau tidak lagi bisa dilakukan."),
    "letter_initialled": M(
        "Surat ini sudah diparaf, sehingga tidak dapat ditarik kembali.",
        "Pemegang giliran berikutnya dapat mengembalikannya dengan catatan.",
    ),
    "letter_not_signed": M(
        "Surat permintaan belum ditandatangani; keadaannya “{now}”.", "Kadis dapat menandatanganinya."
    ),
    "letter_not_drafted": M("Surat permintaan untuk OPD ini belum disiapkan.", "JP dapat menyiapkannya."),
    "letters_not_ticked": M("Belum ada surat yang dicentang.", "Centang sedikitnya satu surat, lalu ulangi."),
    "letters_not_opened": M(
        "Ada surat tercentang yang belum Anda buka: {which}.",
        "Buka suratnya, hapus centangnya, atau nyatakan bahwa Anda menandatangani juga yang belum dibuka.",
    ),
    "letters_not_opened_for_paraf": M(
        "Ada surat tercentang yang belum Anda buka: {which}.",
        "Buka suratnya, hapus centangnya, atau nyatakan bahwa Anda memaraf juga yang belum dibuka.",
    ),
    "password_wrong": M(
        "Kata sandi tidak cocok. Belum ada surat yang ditandatangani kali ini.",
        "Tulis kata sandi akun Anda, lalu ulangi.",
    ),
    "password_missing": M(
        "Akun Anda belum memiliki kata sandi, padahal tanda tangan memerlukannya.",
        "Buat kata sandi di Pengaturan saya, lalu buka lagi halaman ini.",
    ),
    "letter_changed": M(
        "Surat berubah sejak halaman ini dibuka, sehingga yang Anda lihat bukan yang akan ditandatangani.",
        "Buka lagi halaman tanda tangan, baca suratnya, lalu tanda tangani.",
    ),
    "instrument_not_ready": M(
        "Instrumen untuk OPD ini belum jadi.", "Tunggu sampai pembuatannya selesai, lalu ulangi."
    ),
    "request_not_sent": M("Permintaan ini belum dikirim kepada OPD.", "JP dapat mengirimnya."),
    "submission_state": M(
        "Kiriman ini “{now}”, sehingga tabelnya belum atau tidak lagi bisa diputuskan.",
    ),
    "submission_not_readable": M(
        "Surat pengiriman belum bisa disusun karena kiriman ini “{now}”.",
        "Perbaiki temuan yang salah dan unggah lagi berkasnya.",
    ),
    "explanations_missing": M(
        "Masih ada {count} temuan yang belum dijelaskan.",
        "Operator OPD dapat menulis penjelasannya pada setiap temuan.",
    ),
    "transmittal_missing": M(
        "Tabel belum bisa diterima karena surat pengiriman belum ada.",
        "Kepala OPD dapat menandatangani surat pengiriman, atau operator mengunggah pindaiannya.",
    ),
    "not_to_be_explained": M(
        "Kiriman ini “{now}”, sehingga temuannya belum atau tidak lagi perlu dijelaskan.",
        "Muat ulang halaman untuk melihat keadaannya.",
    ),
    "not_to_be_carried": M(
        "Isian berkas ini tidak dapat dipindahkan: {reason}", "Unduh buku kerja yang benar, lalu salin isiannya."
    ),
    "table_not_current": M("Rumusan tabel {table} ini sudah diganti.", "Ubah rumusan yang terbaru."),
    "table_unchanged": M("Rumusan tabel {table} tidak berubah.", "Ubah dahulu, lalu simpan."),
    "table_code_differs": M(
        "Kode tabel {table} tidak boleh berubah menjadi {other}.", "Pakai kode yang sama, atau buat tabel baru."
    ),
    "editions_current": M("Semua tabel yang belum dijawab sudah memakai rumusan terbaru."),
    "request_closed": M("Permintaan ini sudah ditutup.", "Rumusan terbaru dipakai pada putaran berikutnya."),
    "style_not_asked": M("Berkas ini tidak memuat angka yang berarti dua.", "Muat ulang halaman."),
    "style_settled": M(
        "Arti tanda titik pada berkas ini sudah dijawab.", "Perbaiki angkanya di buku kerja, lalu unggah lagi."
    ),
    "style_unknown": M("Belum ada jawaban yang dipilih.", "Pilih salah satu arti angkanya, lalu kirim lagi."),
    "tables_not_chosen": M("Belum ada tabel yang dipilih.", "Pilih paling sedikit satu tabel, lalu ulangi."),
    "item_decided": M("Tabel ini sudah diputuskan: {now}.", "Muat ulang halaman untuk melihat putusannya."),
    "items_undecided": M(
        "Masih ada {count} tabel yang belum diputuskan.", "JP atau SuKor dapat memeriksa dan memutuskannya."
    ),
    "not_your_turn": M(
        "Surat ini menunggu paraf {role}, bukan giliran Anda.", "Tunggu sampai {role} memaraf atau mengembalikannya."
    ),
    "transmittal_exists": M("Surat pengiriman untuk kiriman ini sudah ada.", "Muat ulang halaman untuk melihatnya."),
    "file_already_received": M(
        "Berkas yang persis sama sudah diterima sebagai kiriman ke-{version}.",
        "Tidak perlu mengirim lagi; tanda terimanya ada pada kiriman itu.",
    ),
    "report_exists": M("Laporan kolektif putaran ini sudah disusun.", "Buka laporan yang sudah ada."),
    "report_not_signed": M(
        "Adendum menyusul laporan, dan laporan putaran ini belum ditandatangani.", "Kadis dapat menandatanganinya."
    ),
    "evidence_file_broken": M("Paket bukti tidak dibuat: berkas {what} hilang atau rusak.", "Pulihkan dari cadangan."),
    "report_source_broken": M(
        "Laporan tidak disusun: berkas {what} dari {agency} hilang atau rusak.", "Pulihkan dari cadangan."
    ),
    "evidence_unexplained": M("Paket bukti tidak dibuat: jurnal tidak menyebut asal {what}."),
    "nothing_arrived_late": M("Tidak ada data yang datang sesudah penerimaan ditutup, jadi adendum tidak diperlukan."),
    "rule_state": M("Aturan ini “{now}”, sehingga tidak dapat diubah.", "Pulihkan dahulu, lalu ubah."),
    "rule_changed_meanwhile": M(
        "Aturan ini diubah orang lain sejak halaman ini dibuka.", "Muat ulang, lalu baca lagi."
    ),
    "rule_maker_activates": M(
        "Anda yang menulis versi ini, sehingga yang mengaktifkannya harus orang lain.",
        "Mintalah Kepala Bidang atau Sub Koordinator lain melihat presisinya dan mengaktifkannya.",
    ),
    "sop_in_work": M(
        "Revisi SOP versi {version} masih dikerjakan; hanya satu revisi pada satu waktu.",
        "Lanjutkan revisi itu, atau batalkan dahulu.",
    ),
    "sop_on_its_way": M(
        "SOP versi {version} sedang diajukan untuk disahkan.",
        "Tunggu sampai Kadis menandatangani, atau sampai ada yang mengembalikannya.",
    ),
    "sop_not_in_work": M("SOP versi {version} tidak sedang direvisi.", "Mulai revisi baru dari versi yang berlaku."),
    "sop_approved": M("SOP versi {version} sudah disahkan.", "Untuk mengubahnya, mulai revisi."),
    "sop_changed_meanwhile": M(
        "Revisi ini diubah orang lain sejak halaman ini dibuka.", "Muat ulang, lalu ulangi perubahan Anda."
    ),
    "mute_is_over": M("Pembisuan ini sudah berakhir.", "Muat ulang halaman untuk melihat keadaannya."),
    # what was entered
    "rule_text_unreadable": M("{why}", "Perbaiki rumusnya; kolom yang dapat dipakai tercantum di bawahnya."),
    "rule_says_missing": M("Kalimat aturannya belum ditulis.", "Tulis apa yang harus terpenuhi."),
    "rule_unchanged": M("Belum ada yang berubah pada aturan ini.", "Ubah sedikitnya satu hal, atau tutup halaman ini."),
    "rules_not_chosen": M("Belum ada aturan yang dapat dijalankan.", "Tulis atau pulihkan sedikitnya satu aturan."),
    "rounds_not_chosen": M("Belum ada putaran yang dipilih.", "Pilih sedikitnya satu putaran."),
    "mute_code_unknown": M("Temuan “{finding}” tidak dapat dibisukan.", "Pilih temuan dari daftar."),
    "mute_day_out_of_range": M("Hari terakhir harus antara hari ini dan {most} hari lagi.", "Pilih tanggal lain."),
    "order_missing": M(
        "Putaran dibuka atas perintah Kepala Dinas, dan disposisinya belum diunggah.",
        "Unggah disposisinya dengan nomor dan tanggalnya, atau mintalah Kepala Dinas membuka putaran.",
    ),
    "order_number_missing": M("Nomor disposisi belum ditulis.", "Tulis nomornya seperti pada lembar disposisi."),
    "order_in_future": M("Tanggal disposisi lebih lambat daripada hari ini.", "Periksa tanggalnya."),
    "order_not_readable": M(
        "Disposisi bukan PDF atau foto (JPEG atau PNG).", "Pindai atau foto lembarnya, lalu unggah."
    ),
    "round_has_signed_letter": M(
        "Putaran ini tidak dapat dibatalkan lagi: sudah ada surat yang ditandatangani atau sedang ditandatangani.",
        "Lanjutkan putarannya; surat yang keliru dapat dibatalkan satu per satu.",
    ),
    "not_your_round": M("Putaran ini dibuka orang lain.", "Mintalah pembukanya atau Kepala Dinas membatalkannya."),
    "agencies_missing": M("Belum ada OPD yang dipilih.", "Pilih sedikitnya satu OPD."),
    "agency_not_active": M("{agency} tidak aktif pada hari ini.", "Pilih OPD yang aktif, atau penerusnya."),
    "agency_without_tables": M(
        "{agency} tidak memiliki tabel yang diminta.", "Pilih sedikitnya satu tabelnya, atau keluarkan OPD itu."
    ),
    "table_already_asked": M(
        "Tabel {table} sedang diminta dalam putaran “{round}”, yang masih berjalan.",
        "Hapus centang tabel itu, atau tunggu sampai putaran itu selesai.",
    ),
    "omission_reason_missing": M(
        "{agency} tidak diikutkan, tetapi alasannya belum ditulis.", "Tulis alasannya; laporan akan memuatnya."
    ),
    "agencies_out_of_range": M("Jumlah OPD harus antara 1 dan {most}.", "Tulis jumlah yang lain."),
    "subject_missing": M("Perihal surat belum ditulis.", "Tulis perihalnya, lalu ajukan lagi."),
    "sop_unchanged": M("Belum ada yang berubah sejak terakhir disimpan.", "Ubah dahulu, lalu simpan."),
    "sop_faulty": M("Masih ada {count} hal yang perlu diperbaiki pada revisi ini.", "SuKor atau Kabid memperbaikinya."),
    "reason_missing": M("Alasannya belum ditulis.", "Tulis alasannya, lalu ulangi."),
    "evidence_missing": M("Waktu terima menurut petugas memerlukan bukti.", "Tulis atau unggah buktinya, lalu ulangi."),
    "stated_later_than_recorded": M(
        "Waktu terima yang ditulis lebih lambat daripada waktu pencatatannya.", "Periksa tanggal dan jamnya."
    ),
    "stated_before_request": M(
        "Waktu terima yang ditulis lebih awal daripada pengiriman permintaannya.", "Periksa tanggal dan jamnya."
    ),
    "table_unknown": M("Tidak ada tabel berkode {table}.", "Lihat kode tabel di halaman Daftar Data."),
    "table_of_several": M(
        "Tabel berkode {table} dipakai beberapa OPD: {agencies}.", "Sebut OPD yang dimaksud dengan --agency."
    ),
    "period_unreadable": M("Periode “{period}” tidak terbaca.", "Tulis tahun, seperti 2025."),
    "calendar_missing": M(
        "Kalender kerja tahun {year} belum ada, sehingga batas waktu tidak dapat dihitung.",
        "Pengelola dapat mengisi hari libur dan cuti bersama tahun itu di Penataan.",
    ),
    "days_not_positive": M("Jumlah hari kerja paling sedikit 1, bukan {days}.", "Tulis bilangan mulai dari 1."),
    "hours_not_positive": M("Jumlah jam kerja paling sedikit 1, bukan {hours}.", "Tulis bilangan mulai dari 1."),
    "days_unreadable": M("Jumlah hari “{days}” tidak terbaca.", "Tulis bilangan bulat, seperti 5."),
    "start_unreadable": M("Tanggal mulai “{start}” tidak terbaca.", "Tulis seperti 2026-11-23."),
    "date_unreadable": M("Tanggal “{date}” tidak terbaca.", "Tulis seperti 20 September 2022."),
    "not_a_workday": M("Tanggal {date} bukan hari kerja: {reason}.", "Pilih hari kerja."),
    "hours_reversed": M(
        "Jam kerja {opens} sampai {closes} terbalik.", "Jam tutup harus lebih lambat daripada jam buka."
    ),
    "holidays_unreadable": M("Daftar hari libur tidak terbaca pada baris {row}: {reason}.", "Perbaiki barisnya."),
    "hours_unreadable": M("Jam kerja tidak terbaca: {reason}.", "Perbaiki di Penataan."),
    "calendar_nothing_added": M("Belum ada hari libur atau jam kerja yang ditambahkan.", "Tulis sedikitnya satu."),
    "day_off_exists": M("Hari libur {name} pada {date} sudah ada di kalender.", "Tidak perlu menambahkannya lagi."),
    "clocks_unchanged": M("Waktunya tidak berubah.", "Ubah dahulu, lalu simpan."),
    "dates_reversed": M("Tanggal {first} sampai {last} terbalik.", "Tanggal akhir tidak boleh mendahului awalnya."),
    "name_missing": M("Namanya belum ditulis.", "Tulis namanya, lalu ulangi."),
    "email_missing": M("Alamat surelnya belum ditulis.", "Tulis surel dinasnya, untuk masuk ke sistem."),
    "seat_of_agency": M(
        "Jabatan {role} dan Produsen Data tidak cocok.",
        "Kepala, operator, dan Walidata Pendukung menjabat di OPD; yang lain di kantor.",
    ),
    "merged_into_itself": M("{agency} tidak dapat digabung ke dirinya sendiri.", "Pilih OPD lain sebagai penerus."),
    "agency_is_merged": M("{agency} sudah digabung ke OPD lain.", "Pilih penerusnya."),
    "agency_not_asked": M("{agency} tidak diminta dalam putaran ini.", "Pilih OPD yang diminta."),
    "table_not_requested": M("Tabel {table} tidak diminta dari {agency}.", "Pilih tabel yang diminta."),
    "round_not_opened": M("Belum ada putaran.", "Kadis dapat membuka putaran."),
    "nothing_waits": M("Tidak ada yang menunggu tindakan ini.", "Muat ulang halaman untuk melihat keadaannya."),
    "scenario_malformed": M("Skenario tidak dapat dimainkan: {reason} (kejadian ke-{event}; 0 = berkasnya)."),
    "office_exists": M("Kantor “{slug}” sudah ada.", "Pakai kantor yang sudah ada, atau pilih nama pendek lain."),
    "sop_unreadable": M("Naskah SOP tidak terbaca: {reason}.", "Perbaiki naskahnya di Penataan."),
    "catalogue_unreadable": M("Daftar tabel tidak terbaca: {reason}.", "Perbaiki daftarnya, lalu unggah lagi."),
    "manifest_missing": M(
        "Buku kerja ini tidak memuat identitas instrumen.", "Pakai instrumen asli yang dikirimkan kepada OPD."
    ),
    "manifest_damaged": M(
        "Identitas instrumen dalam buku kerja rusak ({why}).", "Minta instrumen baru, lalu salin isiannya."
    ),
    "instrument_unreadable": M("Rumusan instrumen tidak terbaca ({why}).", "Minta instrumen baru."),
    "instrument_schema_unknown": M(
        "Instrumen dibuat untuk versi “{schema}”, yang tidak dikenal di sini.", "Minta instrumen terbaru."
    ),
    "instrument_malformed": M("Rumusan instrumen tidak benar: {what}.", "Perbaiki tabelnya di Penataan."),
    "emblem_unreadable": M("Lambang daerah bukan gambar yang terbaca.", "Unggah lambang sebagai SVG."),
    "number_not_in_words": M("Bilangan {number} tidak bisa ditulis dengan huruf.", "Periksa bilangannya."),
    "time_zone_unknown": M("Zona waktu {offset} bukan WIB, WITA, atau WIT.", "Perbaiki zona waktu kantor."),
    "unknown_event": M("Kejadian “{kind}” tidak dikenal oleh jurnal.", "Beri tahu Pengelola dan sebutkan kodenya."),
}

TITLES: dict[int, str] = {
    400: "Permintaan tidak dapat dibaca",
    403: "Tindakan ditolak",
    404: "Tidak ditemukan",
    409: "Belum bisa dilakukan",
    422: "Ada yang perlu diperbaiki",
    503: "Layanan belum menjawab",
}
UNKNOWN = M("Tindakan ini tidak dapat dilakukan.", "Beri tahu Pengelola dan sebutkan kodenya.")

MACHINES: dict[str, type[StrEnum]] = {  # whose state a code speaks of, by the code's first word
    "round": RoundState,
    "letter": LetterState,
    "request": RequestState,
    "submission": SubmissionState,
    "item": ItemState,
    "rule": RuleState,
    "import": ImportState,
    "data": DataListState,
}


def sentence(error: SektoralError) -> str:
    """This will say what happened and why."""
    return _filled(_message(error).text, error)


def remedy(error: SektoralError) -> str:
    """This will say what to do and who can meet the condition; empty where nothing can be done."""
    return _filled(_message(error).remedy, error)


def explained(error: SektoralError) -> str:
    """This will say both in one text, as the reason of a greyed-out button."""
    return " ".join(part for part in (sentence(error), remedy(error)) if part)


def title(error: SektoralError) -> str:
    """This will head the page or notice."""
    return TITLES.get(error.status, "Tidak dapat dilakukan")


def error_body(error: SektoralError) -> dict[str, object]:
    """This will give the body that programs get: `{"code", "message", "facts"}`."""
    return {"code": error.code, "message": sentence(error), "facts": dict(error.facts)}


def _message(error: SektoralError) -> Message:
    return MESSAGES.get(error.code) or (Message(REFUSALS[error.code]) if error.code in REFUSALS else UNKNOWN)


class _Words(dict[str, str]):
    """Facts in words; a fact that is missing leaves a gap, never a fault."""

    def __missing__(self, name: str) -> str:
        return "…"


def _filled(text: str, error: SektoralError) -> str:
    words = _Words({name: _word(name, value, error.code) for name, value in error.facts.items()})
    return " ".join(text.format_map(words).split())


def _word(name: str, value: Fact, code: str) -> str:
    text = "" if value is None else str(value)
    match name:
        case "permission":
            return _said(text, PERMISSION_WORDS)
        case "who" | "role":
            return ", ".join(_said(part, ROLE_WORDS) for part in text.split(", "))
        case "now" | "then":
            return _state(text, code)
        case _:
            return text


def _said(text: str, words: Mapping[Role, str] | Mapping[Permission, str]) -> str:
    return next((word for key, word in words.items() if key.value == text), text)


def _state(value: str, code: str) -> str:
    """A state in words. Two machines share some values, so the code says which one is meant where it can."""
    named = MACHINES.get(code.partition("_")[0])
    machines = [STATE_FACTS[named]] if named else list(STATE_FACTS.values())
    labels = (facts.label.lower() for machine in machines for state, facts in machine.items() if state.value == value)
    return next(labels, value)
