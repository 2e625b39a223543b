"""Urusan pemerintahan: the affairs by which agencies and their tables are sorted (PP 18/2016; Permendagri 90/2019)."""

AFFAIRS: dict[str, str] = {
    "1.01": "Pendidikan",
    "1.02": "Kesehatan",
    "1.03": "Pekerjaan umum dan penataan ruang",
    "1.04": "Perumahan rakyat dan kawasan permukiman",
    "1.05": "Ketenteraman, ketertiban umum, dan pelindungan masyarakat",
    "1.06": "Sosial",
    "2.07": "Tenaga kerja",
    "2.08": "Pemberdayaan perempuan dan pelindungan anak",
    "2.09": "Pangan",
    "2.10": "Pertanahan",
    "2.11": "Lingkungan hidup",
    "2.12": "Administrasi kependudukan dan pencatatan sipil",
    "2.13": "Pemberdayaan masyarakat dan desa",
    "2.14": "Pengendalian penduduk dan keluarga berencana",
    "2.15": "Perhubungan",
    "2.16": "Komunikasi dan informatika",
    "2.17": "Koperasi, usaha kecil, dan menengah",
    "2.18": "Penanaman modal",
    "2.19": "Kepemudaan dan olahraga",
    "2.20": "Statistik",
    "2.21": "Persandian",
    "2.22": "Kebudayaan",
    "2.23": "Perpustakaan",
    "2.24": "Kearsipan",
    "3.25": "Kelautan dan perikanan",
    "3.26": "Pariwisata",
    "3.27": "Pertanian",
    "3.28": "Kehutanan",
    "3.29": "Energi dan sumber daya mineral",
    "3.30": "Perdagangan",
    "3.31": "Perindustrian",
    "3.32": "Transmigrasi",
    "4.01": "Sekretariat daerah",
    "4.02": "Sekretariat DPRD",
    "5.01": "Perencanaan",
    "5.02": "Keuangan",
    "5.03": "Kepegawaian",
    "5.04": "Pendidikan dan pelatihan",
    "5.05": "Penelitian dan pengembangan",
    "6.01": "Inspektorat daerah",
    "7.01": "Kecamatan",
    "8.01": "Kesatuan bangsa dan politik",
}
OTHER = "Urusan lainnya"


def affairs_of(codes: str) -> tuple[str, ...]:
    """This will name the affairs of an agency by its codes, as `1.01;2.22` or `1.01`."""
    found = (AFFAIRS.get(code.strip()[:4], "") for code in codes.replace(",", ";").split(";"))
    return tuple(filter(None, found)) or (OTHER,)
