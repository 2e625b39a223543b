"""The parts that each letter with prose is made of, and the wording that stands there until an office writes its own.

Words in braces are merge fields (`letter_fields`); what a part may hold is checked in `letter_texts`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Text = Mapping[str, tuple[str, ...]]  # what a letter says: the name of a part -> its paragraphs


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, what it is called on screen, and the paragraphs that stand there by default.

    The paragraphs of a `listed` part are the numbered items of a list.
    """

    name: str
    title: str
    paragraphs: tuple[str, ...]
    listed: bool = False


def default_text(parts: Iterable[Part]) -> Text:
    """This will give the default wording of a letter's parts."""
    return {part.name: part.paragraphs for part in parts}


def _part(name: str, title: str, wording: str, *, listed: bool = False) -> Part:
    """A part whose paragraphs are parted by empty lines."""
    return Part(name, title, tuple(" ".join(one.split()) for one in wording.split("\n\n")), listed)


REQUEST = (
    _part(
        "opening",
        "Pembuka",
        """
        Dalam rangka pengumpulan data statistik sektoral {periode}, sesuai dengan {dasar}, kami mohon Saudara
        menyampaikan {jumlah_tabel} tabel data yang dikelola oleh {nama_opd} sebagaimana tercantum dalam
        lampiran surat ini, dengan ketentuan sebagai berikut:
        """,
    ),
    _part(
        "items",
        "Ketentuan",
        """
        data diisikan pada instrumen terlampir tanpa mengubah susunan tabelnya, atau pada laman {laman};

        data disampaikan bersama Surat Pengiriman Data Statistik Sektoral yang ditandatangani pimpinan perangkat
        daerah, paling lambat {lama_waktu} sejak surat dikirim. Dengan rencana pengiriman surat tanggal
        {rencana_kirim}, batas waktunya {batas_waktu};

        nilai nol ditulis 0; kejadian yang tidak ada dinyatakan nihil; data yang tidak tersedia dinyatakan tidak
        tersedia disertai alasannya; dan

        data disampaikan dalam bentuk agregat, tanpa nama, NIK, atau data pribadi lainnya.
        """,
        listed=True,
    ),
    _part(
        "closing",
        "Penutup",
        """
        Penjelasan lebih lanjut dapat diperoleh {kontak}.

        Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.
        """,
    ),
)

MEMO = (
    _part(
        "opening",
        "Pembuka",
        """
        {nama_kantor} adalah juga Produsen Data. Untuk pengumpulan data statistik sektoral {periode}, sesuai
        dengan {dasar}, agar Saudara menyampaikan {jumlah_tabel} tabel data berikut:
        """,
    ),
    _part(
        "terms",
        "Batas waktu dan pemeriksaan",
        """
        Data disampaikan paling lambat {lama_waktu} sejak nota dinas ini dikirim. Dengan rencana pengiriman
        tanggal {rencana_kirim}, batas waktunya {batas_waktu}. Pemeriksaan dilakukan oleh pegawai lain yang
        tidak mengisi data tersebut.
        """,
    ),
    _part(
        "closing",
        "Penutup",
        """
        Demikian disampaikan, untuk dilaksanakan.
        """,
    ),
)

FOLLOW_UP = (
    _part(
        "opening",
        "Pembuka, bila ada tabel yang ditunggu",
        """
        Menindaklanjuti surat kami nomor {nomor_permintaan} tanggal {tanggal_permintaan} hal {hal_permintaan},
        dengan batas waktu {batas_lama}, sampai dengan tanggal surat ini kami masih menunggu {jumlah_tabel}
        tabel data dari {nama_opd}, yaitu:
        """,
    ),
    _part(
        "opening_letter",
        "Pembuka, bila hanya surat yang ditunggu",
        """
        Menindaklanjuti surat kami nomor {nomor_permintaan} tanggal {tanggal_permintaan} hal {hal_permintaan},
        dengan batas waktu {batas_lama}, sampai dengan tanggal surat ini data dari {nama_opd} sudah kami terima,
        tetapi Surat Pengiriman Data Statistik Sektoral belum kami terima.
        """,
    ),
    _part(
        "asking",
        "Yang diminta",
        """
        Kami mohon Saudara menyampaikan {yang_ditunggu} paling lambat {batas_waktu} melalui {laman}. Apabila
        terdapat kendala, atau data nihil atau tidak tersedia, mohon dinyatakan pada laman yang sama disertai
        alasannya. Keadaan pengiriman setiap perangkat daerah dimuat dalam laporan pengumpulan data.
        """,
    ),
    _part(
        "closing",
        "Penutup",
        """
        Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.
        """,
    ),
)

TRANSMITTAL = (
    _part(
        "opening",
        "Pembuka",
        """
        Menindaklanjuti surat Saudara nomor {nomor_permintaan} tanggal {tanggal_permintaan} hal
        {hal_permintaan}, bersama ini kami sampaikan data statistik sektoral {periode} dari {nama_opd}, yaitu
        {jumlah_terisi} tabel terisi, {jumlah_nihil} tabel nihil, dan {jumlah_tidak_tersedia} tabel tidak
        tersedia, dengan rincian sebagai berikut:
        """,
    ),
    _part(
        "files",
        "Pengantar daftar berkas",
        """
        Softcopy data disampaikan pada berkas berikut, dengan sidik SHA-256:
        """,
    ),
    _part(
        "closing",
        "Penutup",
        """
        Data tersebut telah kami periksa dan menjadi tanggung jawab kami selaku Produsen Data.

        Demikian kami sampaikan, atas perhatian Saudara kami ucapkan terima kasih.
        """,
    ),
    _part(
        "cover_item",
        "Surat pengantar: naskah yang dikirimkan",
        "Softcopy data statistik sektoral {periode} dari {nama_opd}",
    ),
    _part(
        "cover_note",
        "Surat pengantar: keterangan",
        """
        Disampaikan dengan hormat untuk menjawab surat Saudara nomor {nomor_permintaan} tanggal
        {tanggal_permintaan} hal {hal_permintaan}.

        Data tersebut telah kami periksa dan menjadi tanggung jawab kami selaku Produsen Data.
        """,
    ),
)

REPORT = (
    _part(
        "general",
        "A. Pendahuluan: umum",
        """
        Pengumpulan data statistik sektoral {periode} dilaksanakan oleh {nama_kantor} selaku Walidata menurut
        SOP Nomor {nomor_sop}.
        """,
    ),
    _part(
        "purpose",
        "A. Pendahuluan: maksud dan tujuan",
        """
        Laporan ini menyajikan daftar OPD yang telah mengirim serta daftar dan jumlah data statistik sektoral
        yang telah diterima dan diperiksa.
        """,
    ),
    _part(
        "activities",
        "B. Kegiatan yang dilaksanakan",
        """
        Pengumpulan dilaksanakan menurut lima langkah SOP. Waktu dihitung dalam jam kerja dan dirinci menurut
        pemegangnya; yang tidak diatur waktunya dalam SOP diberi tanda – dan dilaporkan terpisah.
        """,
    ),
    _part(
        "closing",
        "E. Penutup",
        """
        Demikian laporan ini dibuat untuk digunakan sebagaimana mestinya.
        """,
    ),
)

ADDENDUM = (
    _part(
        "opening",
        "Pembuka",
        """
        Laporan tambahan ini merupakan bagian yang tidak terpisahkan dari laporan nomor {nomor_laporan} tanggal
        {tanggal_laporan} tentang {hal_laporan}. Setelah penerimaan data {periode} ditutup, {jumlah_opd}
        perangkat daerah menyampaikan data sebagai berikut:
        """,
    ),
    _part(
        "tables",
        "Pengantar daftar tabel",
        """
        Tabel yang diterima dan diperiksa sesudah laporan tersebut:
        """,
    ),
    _part(
        "counts",
        "Pengantar rekapitulasi",
        """
        Dengan tambahan ini, keadaan pengumpulan data {periode} menjadi:
        """,
    ),
    _part(
        "closing",
        "Penutup",
        """
        Adendum ini merupakan bagian yang tidak terpisahkan dari laporan tersebut.
        """,
    ),
)
