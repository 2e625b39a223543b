"""A fault of an SOP as a value, and in words: what is wrong and how it is mended, at the field where it is mended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SopFault:
    """What is wrong, by its code, and the field of the page (`place`) where it is mended; `facts` fill the sentence."""

    place: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


Faults = Iterator[SopFault]

SOP_SENTENCES: dict[str, str] = {
    "sop_empty": "Bagian ini belum diisi.",
    "sop_output_empty": "Keluaran belum diisi; tulis - bila memang tidak ada.",
    "sop_date": "Tanggal “{date}” tidak terbaca. Tulis seperti 20 September 2022.",
    "sop_long": "Bagian ini terlalu panjang; paling banyak {most} huruf.",
    "sop_number": "Nomor “{number}” tidak dapat dipakai. Tulis tanpa spasi, seperti 500.14/12/SOP/DISKOMINFO/2026.",
    "sop_number_taken": "Nomor {number} sudah dipakai versi atau surat lain. Revisi memakai nomornya sendiri.",
    "sop_change_missing": "Belum ditulis apa yang diubah oleh revisi ini.",
    "sop_steps": "SOP ini dijalankan aplikasi dalam lima langkah bernomor 1 sampai 5; jumlahnya tidak dapat diubah.",
    "sop_time": "Waktu “{time}” tidak dapat dipakai. Tulis bilangan bulat 1 sampai {most}.",
    "sop_unit": "Satuan waktu “{unit}” tidak dikenal. Pilih jam atau hari kerja.",
    "sop_unit_of_letters": "Batas waktu Produsen Data dihitung dalam hari kerja, karena suratnya menyebutnya demikian.",
    "sop_lanes_many": "Lajur pelaksana paling banyak {most}, agar muat selebar halaman.",
    "sop_lane_twice": "Lajur {lane} tertulis dua kali. Setiap lajur bernama lain.",
    "sop_key": "Kunci “{key}” tidak dapat dipakai. Tulis huruf kecil, angka, atau garis bawah, seperti paraf_kabid.",
    "sop_key_twice": "Kunci {key} dipakai lebih dari satu simbol. Beri setiap simbol kuncinya sendiri.",
    "sop_symbol_step": "Simbol ini belum berada pada salah satu dari lima langkah.",
    "sop_lane_unknown": "Lajur “{lane}” tidak ada di antara pelaksana. Pilih lajur yang ada.",
    "sop_shape": "Bentuk “{shape}” tidak dikenal. Pilih mulai/selesai, kegiatan, atau keputusan.",
    "sop_symbol_words": "Tulis kata di dalam simbol, paling panjang {most} huruf.",
    "sop_track": "Dalam satu langkah simbol berbaris paling banyak {most} susun. Pilih susun 1 sampai {most}.",
    "sop_place_taken": "Dua simbol menempati lajur {lane} pada susun yang sama di langkah {step}. Pindahkan satu.",
    "sop_step_bare": "Langkah ini belum memiliki simbol.",
    "sop_terminator": "Bagan memerlukan tepat satu simbol “{word}” berbentuk mulai/selesai; sekarang ada {count}.",
    "sop_terminator_words": "Simbol mulai/selesai hanya berbunyi Mulai atau Selesai.",
    "sop_arrow_end": "Simbol “{key}” tidak ada. Pilih simbol yang ada, atau hapus panah ini.",
    "sop_arrow_to_itself": "Panah ini kembali ke simbolnya sendiri. Pilih simbol lain.",
    "sop_arrow_twice": "Panah ini sudah ada. Hapus salah satunya.",
    "sop_decision_exits": "Keputusan “{words}” mempunyai {count} jalan keluar; perlu dua atau lebih.",
    "sop_decision_label": "Setiap jalan keluar keputusan “{words}” perlu keterangannya sendiri, seperti Ya dan Tidak.",
    "sop_one_exit": "Simbol {key} mempunyai {count} panah keluar; perlu tepat satu, kecuali bila ia keputusan.",
    "sop_after_end": "Tidak ada panah yang keluar dari Selesai.",
    "sop_before_start": "Tidak ada panah yang masuk ke Mulai.",
    "sop_unreached": "Simbol {key} tidak dapat dicapai dari Mulai. Tarik panah kepadanya.",
    "sop_dead_end": "Dari simbol {key} alur tidak pernah sampai ke Selesai. Tarik panah keluarnya.",
}


def say(fault: SopFault) -> str:
    """This will put a fault into words."""
    return SOP_SENTENCES[fault.code].format_map(dict(fault.facts))
