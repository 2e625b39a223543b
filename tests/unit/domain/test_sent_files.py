"""What each of several files is for, as their names propose it."""

import pytest

from sektoral.domain.sent_files import FileRole, proposed_roles

D, A = FileRole.DATA, FileRole.ATTACHMENT


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        (["isian.xlsx"], [D]),
        (["isian.xlsx", "surat.pdf"], [D, A]),
        (["foto.JPG ", "a.csv", "b.ods"], [A, D, D]),
        (["pindaian.pdf"], [D]),
        (["halaman-1.png", "halaman-2.jpeg"], [D, D]),
        (["tanpa akhiran", "surat.pdf"], [D, A]),
        ([], []),
    ],
)
def test_papers_are_attachments_beside_data_and_data_alone(names: list[str], roles: list[FileRole]) -> None:
    assert proposed_roles(names) == roles
