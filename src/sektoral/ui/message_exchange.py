"""What refusals about files of a standard say."""

from sektoral.ui.message import Message

M = Message

ABOUT_EXCHANGE: dict[str, Message] = {
    "exchange_unreadable": M(
        "Berkas ini bukan data SDMX atau JSON-stat yang dapat dibaca ({why}).",
        "Mintalah berkasnya dalam SDMX-CSV, SDMX-ML, SDMX-JSON, atau JSON-stat, dengan satu ukuran per angka.",
    ),
    "cube_too_long": M(
        "Tabel ini memuat {rows} angka; satu lembar kerja hanya memuat {most} baris.",
        "Unduh sebagai CSV atau Parquet, yang tidak terbatas.",
    ),
}
