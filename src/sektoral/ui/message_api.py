"""What a program, or the person behind it, reads about the HTTP API and its keys."""

from sektoral.ui.message import Message

M = Message

ABOUT_API: dict[str, Message] = {
    "api_key_missing": M(
        "Alamat ini memerlukan kunci API.",
        "Kirim kepala permintaan “Authorization: Bearer <kunci>”. Kunci diminta kepada Pengelola kantor.",
    ),
    "api_key_unknown": M(
        "Kunci API ini tidak dikenal atau sudah dicabut.", "Minta kunci baru kepada Pengelola kantor."
    ),
    "api_key_expired": M(
        "Kunci API ini habis masa berlakunya pada {expired_on}.", "Minta kunci baru kepada Pengelola kantor."
    ),
    "api_key_in_query": M(
        "Kunci API tidak boleh ditulis pada alamat, karena alamat tercatat di banyak tempat.",
        "Cabut kunci itu, minta yang baru, dan kirim melalui kepala permintaan Authorization.",
    ),
    "api_scope_missing": M(
        "Kunci API ini tidak mencakup “{scope}”.", "Minta kunci dengan cakupan itu kepada Pengelola kantor."
    ),
    "api_key_scopes_missing": M("Kunci API belum memiliki cakupan.", "Pilih sedikitnya satu cakupan."),
    "api_key_scope_unknown": M("Cakupan “{scope}” tidak dikenal.", "Pilih cakupan dari daftar."),
    "api_key_name_missing": M("Kunci API belum bernama.", "Tulis siapa atau aplikasi apa yang memakainya."),
    "api_key_lives_too_long": M("Kunci API berlaku paling lama {days} hari.", "Pilih tanggal yang lebih dekat."),
    "api_key_ends_in_past": M("Akhir masa berlaku kunci sudah lewat.", "Pilih tanggal sesudah hari ini."),
    "api_key_limit": M("Batas permintaan per menit antara 1 dan {most}.", "Tulis bilangan dalam rentang itu."),
    "api_key_revoked": M("Kunci API ini sudah dicabut.", "Buat kunci baru bila masih diperlukan."),
    "api_path_unknown": M("Alamat API ini tidak ada.", "Daftar alamatnya ada di /api/v1/ dan /api/v1/openapi.json."),
    "api_needs_https": M("API hanya dilayani melalui HTTPS.", "Pakai alamat yang dimulai dengan https://."),
    "api_method_unknown": M("Cara {method} tidak dilayani pada alamat ini.", "API ini hanya untuk membaca: pakai GET."),
    "parameter_unknown": M("Parameter “{parameter}” tidak dikenal.", "Parameter yang ada: {known}."),
    "parameter_twice": M("Parameter “{parameter}” ditulis dua kali.", "Tulis satu kali saja."),
    "parameter_invalid": M("Nilai parameter “{parameter}” tidak dapat dipakai: {reason}.", "Perbaiki nilainya."),
    "cursor_invalid": M(
        "Penanda halaman (cursor) ini tidak berlaku untuk permintaan ini.",
        "Pakai alamat “next” dari jawaban sebelumnya apa adanya, atau mulai lagi tanpa cursor.",
    ),
    "format_unknown": M("Format yang diminta tidak tersedia.", "Format yang ada: {known}."),
    "too_many_requests": M("Terlalu banyak permintaan dalam satu menit.", "Coba lagi sesudah {seconds} detik."),
    "sdmx_no_results": M(
        "Tidak ada yang cocok (galat SDMX {error}).", "Lihat daftarnya di /api/v1/sdmx/structure/dataflow."
    ),
    "sdmx_syntax": M("Permintaan SDMX tidak terbaca (galat {error}): {what}.", "Perbaiki penulisannya."),
    "sdmx_not_implemented": M(
        "Bagian SDMX ini tidak dilayani (galat {error}): {what}.", "Yang dilayani diuraikan dalam docs/api.md."
    ),
    "portal_unreachable": M("Portal data tidak dapat dihubungi.", "Akan dicoba lagi; periksa SEKTORAL_CKAN_URL."),
    "portal_busy": M("Portal data sedang bermasalah (HTTP {status}).", "Akan dicoba lagi."),
    "portal_unreadable": M("Jawaban portal data tidak terbaca.", "Akan dicoba lagi; periksa SEKTORAL_CKAN_URL."),
    "portal_unauthorised": M("Portal data menolak token kita.", "Periksa SEKTORAL_CKAN_TOKEN dan haknya di portal."),
    "portal_refused": M("Portal data menolak dataset ini (HTTP {status}).", "Periksa organisasi dan aturan portalnya."),
    "portal_name_taken": M(
        "Portal data sudah memiliki dataset “{name}” milik organisasi lain.", "Mintalah pengelola portal menggantinya."
    ),
    "as_of_in_future": M("Keadaan Bank Data yang diminta berada di masa depan.", "Pilih waktu yang sudah lewat."),
}
