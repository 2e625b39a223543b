"""What people read when the words or the look of letters cannot be as they asked."""

from sektoral.ui.message import Message

M = Message

ABOUT_TEXTS: dict[str, Message] = {
    "letter_text_parts": M(
        "Bagian naskah ini tidak sama dengan bagian surat jenis itu.", "Muat ulang halaman, lalu tulis lagi."
    ),
    "letter_text_empty": M("Bagian “{part}” kosong.", "Tulis paling sedikit satu alinea."),
    "letter_text_long": M(
        "Bagian “{part}” terlalu panjang: paling banyak {paragraphs} alinea, masing-masing {characters} huruf.",
        "Pendekkan, atau bagi menjadi beberapa alinea.",
    ),
    "letter_text_character": M(
        "Bagian “{part}” memuat huruf atau tanda yang tidak dapat dicetak: {character}.",
        "Hapus tanda itu, atau ketik ulang kalimatnya.",
    ),
    "letter_text_field": M(
        "Bagian “{part}” memuat isian yang tidak tersedia untuk surat ini: {field}.",
        "Pakai isian dari daftar di bawah naskah, atau hapus kurung kurawalnya.",
    ),
    "letter_text_brace": M(
        "Bagian “{part}” memuat kurung kurawal yang tidak lengkap, di dekat {field}",
        "Tulis isian sebagai nama dalam sepasang kurung kurawal, tanpa spasi; atau hapus kurungnya.",
    ),
    "letter_text_changed": M(
        "Naskah ini sudah diubah orang lain sejak halaman dibuka.",
        "Buka lagi halamannya, bandingkan, lalu tulis lagi perubahan Anda.",
    ),
    "letter_text_unchanged": M("Naskah ini tidak berubah.", "Ubah dahulu salah satu bagiannya, lalu simpan."),
    "emblem_missing": M("Kop surat ini tidak memakai lambang.", "Muat ulang halaman."),
}
