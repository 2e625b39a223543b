"""What a file that is sent is for: data that answer what is asked, or an attachment that stands beside them."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from pathlib import PurePath

SPREADSHEETS = (".xlsx", ".xls", ".xlsb", ".ods", ".csv")
PAPERS = (".pdf", ".jpg", ".jpeg", ".png")

PARTS_KEPT = timedelta(days=1)  # of an unfinished upload, after the last one came
NOTED_EVERY = timedelta(minutes=30)  # so exactly is it known when the last one came


class FileRole(StrEnum):
    """Berkas data or lampiran; an attachment is kept beside a submission and never read."""

    DATA = "data"
    ATTACHMENT = "attachment"


def proposed_roles(names: Sequence[str]) -> list[FileRole]:
    """This will propose what each of the files that are sent together is for, by the end of its name.

    A PDF or a picture beside a spreadsheet is an attachment; alone it holds data that somebody will type.
    """
    holds_data = any(not is_paper(name) for name in names)
    return [FileRole.ATTACHMENT if holds_data and is_paper(name) else FileRole.DATA for name in names]


def is_paper(name: str) -> bool:
    """This will tell whether a file is called a PDF or a picture; what it is shows when it is opened."""
    return PurePath(name.strip().lower()).suffix in PAPERS
