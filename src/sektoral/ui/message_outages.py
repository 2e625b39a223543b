"""What is said while the database or the disk does not do its part; each passes without anything being lost."""

from sektoral.ui.message import Message

M = Message

_AGAIN = "Tunggu sebentar, lalu kirim atau muat ulang. Bila terulang, beri tahu Pengelola dan sebutkan kodenya."

ABOUT_OUTAGES: dict[str, Message] = {
    "database.away": M("Basis data sedang tidak dapat dihubungi; yang sudah tersimpan tetap aman.", _AGAIN),
    "database.busy": M("Basis data sedang sibuk sehingga permintaan ini tidak dapat diselesaikan.", _AGAIN),
    "database.full": M(
        "Tempat penyimpanan basis data penuh; permintaan ini tidak tersimpan.", "Beri tahu Pengelola, lalu kirim lagi."
    ),
    "database.failed": M(
        "Basis data tidak dapat membaca atau menulis; permintaan ini tidak tersimpan.",
        "Beri tahu Pengelola, lalu kirim lagi.",
    ),
}
