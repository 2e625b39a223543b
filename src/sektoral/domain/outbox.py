"""What leaves the office by itself: by which channel, of which kind, how often it is tried, and why it did not leave.

Nobody gets a message twice: what may have left already is never tried again by itself.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
MOST_TRIES = 16  # with these waits about a day and a half: a server that is down over a night loses nothing


class MessageChannel(StrEnum):
    """The way a message goes."""

    EMAIL = "email"
    IN_APP = "in_app"
    APPRISE = "apprise"


CHANNEL_WORDS: dict[MessageChannel, str] = {
    MessageChannel.EMAIL: "Surel",
    MessageChannel.IN_APP: "Pemberitahuan",
    MessageChannel.APPRISE: "Kanal tambahan",
}
TAKEN_AWAY = (MessageChannel.EMAIL, MessageChannel.APPRISE)  # those that somebody outside must take


class MessageKind(StrEnum):
    """What a message is about."""

    REQUEST = "request"
    LETTER_REPLACED = "letter_replaced"
    TABLES_MOVED = "tables_moved"
    TABLES_RETURNED = "tables_returned"
    CONTRADICTION = "contradiction"
    RECEIPT = "receipt"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    SUGGESTION = "suggestion"
    CHECKPOINT = "checkpoint"
    SEAT = "seat"


MESSAGE_WORDS: dict[MessageKind, str] = {
    MessageKind.REQUEST: "Permintaan data",
    MessageKind.LETTER_REPLACED: "Surat pengganti",
    MessageKind.TABLES_MOVED: "Tabel yang dialihkan",
    MessageKind.TABLES_RETURNED: "Tabel yang dikembalikan",
    MessageKind.CONTRADICTION: "Pertentangan antar-OPD",
    MessageKind.RECEIPT: "Tanda terima",
    MessageKind.REMINDER: "Pengingat",
    MessageKind.OVERDUE: "Pengingat lewat waktu",
    MessageKind.ESCALATION: "Eskalasi kepada Kepala OPD",
    MessageKind.SUGGESTION: "Usul surat susulan",
    MessageKind.CHECKPOINT: "Titik periksa jurnal",
    MessageKind.SEAT: "Penugasan",
}


class Outcome(StrEnum):
    """What one attempt came to."""

    TAKEN = "taken"  # the other side has said so
    NOT_YET = "not_yet"  # certainly not taken; it may be tried again
    NEVER = "never"  # refused for good
    UNKNOWN = "unknown"  # handed over, and no answer came


@dataclass(frozen=True, slots=True)
class Attempt:
    """The end of one attempt. `code` says why where it was not taken; `blocks` tells that the whole channel is away."""

    outcome: Outcome
    code: str = ""
    blocks: bool = False


class ClaimLost(Exception):
    """Whoever has the message in hand was given up as lost: the text may not go any more."""


TAKEN = Attempt(Outcome.TAKEN)
WORKER_LOST = "worker_lost"
WORKER_LOST_BEFORE = "worker_lost_before"  # the text had certainly not gone
GIVEN_UP_CODE = "tried_too_often"
RESTORED = "restored"  # the installation came back from a backup, and the message may have left after that was made

# Why a message has not left, in words for the page
REASONS: dict[str, str] = {
    "server_unreachable": "Server pesan tidak dapat dihubungi.",
    "server_silent": "Server pesan tidak menjawab dalam batas waktunya; isi pesan belum diserahkan.",
    "line_dropped": "Sambungan terputus sebelum isi pesan diserahkan.",
    "encryption_missing": "Server surel tidak menyediakan sambungan terenkripsi; sandi dan pesan tidak diserahkan.",
    "certificate_wrong": "Sertifikat server surel tidak dapat dipercaya; sandi dan pesan tidak diserahkan.",
    "login_refused": "Server surel menolak nama pengguna atau sandi kantor.",
    "address_refused": "Server surel menolak alamat penerima.",
    "address_delayed": "Server surel menunda alamat penerima.",
    "sender_delayed": "Server surel menunda alamat pengirim kantor.",
    "sender_refused": "Server surel menolak alamat pengirim kantor.",
    "text_refused": "Server surel menolak isi atau lampiran pesan.",
    "text_delayed": "Server surel menunda penerimaan pesan.",
    "line_dropped_after": "Sambungan terputus setelah isi pesan diserahkan; tidak diketahui apakah sudah diterima.",
    "silent_after": "Server tidak menjawab setelah isi pesan diserahkan; tidak diketahui apakah sudah diterima.",
    "target_refused": "Kanal tambahan menolak pesan.",
    "target_delayed": "Kanal tambahan sedang tidak dapat menerima pesan.",
    "target_missing": "Kanal tambahan ini tidak ada lagi dalam pengaturan.",
    "target_unknown": "Kanal tambahan tidak memastikan apakah pesan diterima.",
    "mail_unwritable": "Alamat atau judul pesan tidak dapat dituliskan dalam surel.",
    "file_missing": "Berkas lampiran tidak ada atau berubah.",
    "file_unreadable": "Berkas lampiran sedang tidak dapat dibaca dari penyimpanan.",
    WORKER_LOST: "Pekerja sistem terhenti saat mengirim; tidak diketahui apakah pesan sudah diterima.",
    WORKER_LOST_BEFORE: "Pekerja sistem terhenti sebelum isi pesan diserahkan.",
    RESTORED: "Sistem dipulihkan dari cadangan; pesan ini mungkin sudah terkirim sesudah cadangan itu dibuat.",
    GIVEN_UP_CODE: "Sudah dicoba berkali-kali tanpa hasil.",
}


def reason_words(code: str) -> str:
    """This will say why a message has not left; empty where nothing went wrong."""
    return REASONS.get(code, f"Sebab lain ({code}).") if code else ""


def wait_after(tries: int) -> timedelta:
    """This will say how long to wait after the `tries`-th attempt that failed; `tries` is at least 1."""
    doubled: int = 2 ** (min(tries, MOST_TRIES) - 1)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
