"""Why a text is no rule, in words that its author can act on."""

from collections.abc import Mapping

LONGEST, DEEPEST = 500, 50  # characters, levels
SENTENCES: Mapping[str, str] = {
    "empty": "Aturan masih kosong.",
    "too_long": f"Aturan terlalu panjang: {{word}} karakter, paling banyak {LONGEST}.",
    "too_deep": f"{{place}} bertingkat terlalu dalam, paling banyak {DEEPEST} tingkat.",
    "sign": "{place} tidak dikenal. Boleh: {allowed}.",
    "number": "{place} bukan penulisan angka. Tulis tanpa pemisah ribuan dan dengan titik desimal, misalnya 1250.5.",
    "grammar": "{place} tidak pada tempatnya. Periksa kurung, tanda, dan kata di sekitarnya.",
    "name": "{place} bukan kolom tabel ini. Yang ada: {allowed}.",
    "function": "{place} bukan fungsi. Yang ada: {allowed}.",
    "arguments": "{place} tidak diisi dengan benar. Bentuknya: {allowed}.",
    "statement": "{place} bukan pernyataan. Bandingkan dengan {allowed}.",
    "quantity": "{place} bukan angka.",
    "kinds": "{place} membandingkan angka dengan teks. Kode ditulis di antara tanda kutip, angka tidak.",
    "order": "{place} mengurutkan teks. Teks hanya dibandingkan dengan == dan !=.",
    "not_listed": "{place} tidak dapat dipakai dalam aturan. Boleh: {allowed}.",
    "about_nothing": "Aturan tidak menyebut satu kolom pun. Yang ada: {allowed}.",
    "tolerance": "Toleransi “{word}” bukan angka nol atau lebih.",
}


class RuleUnreadable(ValueError):
    """The text is no rule; as text, this is a sentence for its author.

    `code` says why, `word` and `position` (in characters from 1, else 0) where, `allowed` what may stand there.
    """

    def __init__(self, code: str, word: str = "", position: int = 0, allowed: str = "") -> None:
        """Keep the facts and make the sentence of them."""
        self.code, self.word, self.position, self.allowed = code, word, position, allowed
        place = f"“{word}” pada huruf ke-{position}" if word else "Akhir aturan"
        super().__init__(SENTENCES[code].format(word=word, place=place, allowed=allowed))
