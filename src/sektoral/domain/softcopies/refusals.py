"""Why a sheet or a file holds no statistics that could be stored: a code for each reason, and its sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.softcopies.blocks import Draft
from sektoral.domain.softcopies.columns import Profile
from sektoral.domain.softcopies.regions import ColumnRole
from sektoral.domain.softcopies.sheets import Sheet, count_kinds
from sektoral.domain.softcopies.words import ASKED, GENERIC, fold, has_any

REASONS: Mapping[str, str] = {  # the most telling reason first: of several sheets, the file is refused for that one
    "named_by_code_only": "Angkanya ada, tetapi apa yang diukur hanya disebut dengan kode ({detail}). Lengkapi dengan kolom nama data.",
    "figures_unnamed": "Angkanya ada, tetapi tidak ada kolom yang menyebutkan nama barisnya. Tambahkan kolom uraian atau wilayah.",
    "questionnaire": "Berkas ini daftar pertanyaan atau penilaian ({detail}), bukan tabel statistik. Kirim tabel hasilnya.",
    "template_empty": "Tabelnya masih kosong: judul kolom ada, angkanya belum ada. Isi lalu kirim kembali.",
    "indicator_list": "Berkas ini daftar nama data dengan satuannya, tanpa angka. Kirim tabel yang berisi angkanya.",
    "reference_list": "Berkas ini daftar kode atau nama ({detail}), tanpa angka statistik. Kirim tabel yang berisi angkanya.",
    "link_list": "Berkas ini hanya menghubungkan kode dengan kode ({detail}), tanpa angka statistik.",
    "particulars": "Lembar ini isian keterangan (nama dan nilainya), bukan tabel statistik.",
    "text_only": "Berkas ini hanya berisi teks, tanpa angka. Kirim tabel yang berisi angkanya.",
    "nothing": "Berkas tidak berisi apa-apa. Periksa apakah lembar yang benar sudah disimpan.",
}  # fmt: skip


PARTICULARS = 3  # numbers among the answers of a form


@dataclass(frozen=True, slots=True)
class NoTable:
    """Why what was cut out of a sheet is no statistical table; `code` is a key of `REASONS`."""

    code: str
    detail: str = ""


def refusal_sentence(code: str, detail: str = "") -> str:
    """The sentence for a reason."""
    return REASONS[code].format(detail=detail or "tanpa nama")


def foremost(found: Sequence[NoTable]) -> NoTable:
    """Of the reasons of several sheets, the one that tells most."""
    order = list(REASONS)
    return min(found, key=lambda one: order.index(one.code), default=NoTable("nothing"))


def why_no_table(
    sheet: Sheet, draft: Draft, found: Sequence[Profile], roles: Mapping[int, ColumnRole]
) -> NoTable | None:
    """Tell why a part of a sheet holds no statistics; `None` where it does."""
    heads = " ".join(fold(head) for one in found for head in one.heads)
    asked = next((word for word in ASKED if has_any(heads, (word,))), "")
    of = {role: [one for one in found if roles[one.column] is role] for role in ColumnRole}
    figures = [one for one in of[ColumnRole.FIGURES] if one.numbers]
    named = [one for role in (ColumnRole.LABEL, ColumnRole.KEY) for one in of[role] if one.filled]
    if asked and (has_any(heads, ("pertanyaan", "jawaban", "tingkat kematangan")) or not figures):
        return NoTable("questionnaire", asked)
    if not figures:
        return _without_figures(draft, of)
    if not of[ColumnRole.LABEL] and not any(one.kinds["t"] for one in named):
        return _unnamed(of, figures, bool([one for one in named if roles[one.column] is ColumnRole.KEY]))
    return NoTable("particulars") if _is_particulars(sheet, draft, figures) else None


def _is_particulars(sheet: Sheet, draft: Draft, figures: Sequence[Profile]) -> bool:
    """Whether the one column of figures is, over the whole sheet, a column of texts with a few numbers between them."""
    if len(figures) > 1 or (len(draft.body) >= PARTICULARS and not figures[0].kinds["t"]):
        return False
    kinds = count_kinds(sheet, range(1, sheet.grid.last_row + 1), figures[0].column)
    numbers = kinds["n"] + kinds["y"]
    return 2 <= kinds["t"] >= numbers <= PARTICULARS


def _without_figures(draft: Draft, of: Mapping[ColumnRole, Sequence[Profile]]) -> NoTable:
    labels, codes = of[ColumnRole.LABEL], of[ColumnRole.CODE]
    if of[ColumnRole.FIGURES] or (draft.heads and not draft.body):
        return NoTable("template_empty")
    if of[ColumnRole.UNIT]:
        return NoTable("indicator_list")
    names = ", ".join(one.heads[-1] for one in codes if one.heads)[:80]
    if codes and not labels:
        return NoTable("link_list", names)
    return NoTable("reference_list", names) if codes or len(labels) > 1 else NoTable("text_only")


def _unnamed(of: Mapping[ColumnRole, Sequence[Profile]], figures: Sequence[Profile], has_keys: bool) -> NoTable | None:
    """Figures beside codes say nothing by themselves; beside years alone they do, where each has a heading."""
    codes = [one.heads[-1] for one in of[ColumnRole.CODE] if one.heads and not one.hidden]
    generic = all(not one.heads or one.head in GENERIC for one in figures)
    if codes and generic:
        return NoTable("named_by_code_only", ", ".join(codes)[:80])
    if has_keys and not generic:
        return None
    return NoTable("figures_unnamed")
