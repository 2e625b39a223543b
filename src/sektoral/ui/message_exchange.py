"""What refusals about files of a standard say."""

from sektoral.ui.message import Message

M = Message

ABOUT_EXCHANGE: dict[str, Message] = {
    "cube_too_long": M(
        "Tabel ini memuat {rows} angka; satu lembar kerja hanya memuat {most} baris.",
        "Unduh sebagai CSV atau Parquet, yang tidak terbatas.",
    ),
}
