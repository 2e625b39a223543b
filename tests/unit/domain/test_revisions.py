"""Each new version says why it took the place of the one before, and the first says nothing."""

import pytest

from sektoral.domain.revisions import Before, Coming, reason_of

PLAIN = Coming(round="Putaran 2025")
RETURNED = Coming(returned="Satuannya ribu.", round="Putaran 2025")
CORRECTED = Coming(correction="Salah salin.", returned="Satuannya ribu.", round="Putaran 2025")


@pytest.mark.parametrize(
    ("coming", "before", "said"),
    [
        (PLAIN, Before.SAME_REQUEST, "Dikirim ulang oleh produsen data atas kemauannya sendiri."),
        (PLAIN, Before.OTHER_ROUND, "Disampaikan lagi pada Putaran 2025."),
        (PLAIN, Before.IMPORTED, "Menggantikan angka impor tahun lama dengan yang disampaikan pada Putaran 2025."),
        (PLAIN, Before.ENDED, "Diisi lagi setelah sebelumnya tidak ada angkanya."),
        (RETURNED, Before.SAME_REQUEST, "Diperbaiki setelah dikembalikan: Satuannya ribu."),
        (RETURNED, Before.ENDED, "Diperbaiki setelah dikembalikan: Satuannya ribu."),
        (RETURNED, Before.IMPORTED, "Menggantikan angka impor tahun lama dengan yang disampaikan pada Putaran 2025."),
        (CORRECTED, Before.SAME_REQUEST, "Perbaikan data: Salah salin."),
        (Coming("Salah salin.", edition_only=True), Before.OTHER_ROUND, "Tabelnya disusun ulang; angkanya tetap."),
    ],
)
def test_a_version_says_why_it_came(coming: Coming, before: Before, said: str) -> None:
    assert reason_of(coming, before) == said


@pytest.mark.parametrize("coming", [PLAIN, RETURNED, CORRECTED])
def test_the_first_figure_of_a_series_replaces_nothing(coming: Coming) -> None:
    assert reason_of(coming, Before.NOTHING) == ""
