"""What a person reads about the self-assessment of EPSS."""

from sektoral.ui.message import Message

M = Message

ABOUT_ASSESSMENT: dict[str, Message] = {
    "epss_unreadable": M("Instrumen EPSS tidak terbaca: {what}.", "Pasang ulang program ini."),
    "assessment_level_unknown": M("Tingkat {level} tidak ada.", "Pilih tingkat 1 sampai 5."),
    "assessment_level_unproven": M(
        "Tingkat {level} belum didukung: dalam jurnal tahun ini belum ada {missing}.",
        "Pilih tingkat yang lebih rendah, atau lakukan reviu dan pemutakhirannya lebih dahulu.",
    ),
    "assessment_unchanged": M("Penilaian indikator {indicator} tidak berubah."),
}
