"""How to cite a released table: a sentence in the manner of APA, and an entry for BibTeX."""

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sektoral.records.models import Release, Table
from sektoral.ui.formats import local

LICENCE = "Creative Commons Atribusi 4.0 Internasional (CC BY 4.0)"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.id"
_SPECIAL = re.compile(r"[\\{}$&#%_^~]")


@dataclass(frozen=True, slots=True)
class Citation:
    """Both ways of citing. `year` is that of the release, in the office's zone."""

    sentence: str
    bibtex: str


def citation_of(table: Table, release: Release, url: str) -> Citation:
    """This will word the citation of one edition; `url` is its permanent address."""
    seen = release.released_at
    year = local(seen, ZoneInfo(table.office.time_zone)).year if seen else release.planned_on.year
    publisher = f"{table.office.name} {table.office.regency}"
    what = f"{table.title}, {release.period} (Edisi {release.edition})"
    sentence = f"{table.agency.name} {table.office.regency}. ({year}). {what} [Himpunan data]. {publisher}. {url}"
    fields = {
        "author": f"{{{table.agency.name} {table.office.regency}}}",
        "title": f"{table.title}, {release.period}",
        "edition": str(release.edition),
        "year": str(year),
        "publisher": publisher,
        "url": url,
    }
    key = re.sub(r"[^A-Za-z0-9]", "", f"{table.agency.code}{table.code}{release.period}e{release.edition}")
    lines = [f"  {name} = {{{text if name == 'url' else _escaped(text)}}}" for name, text in fields.items()]
    return Citation(sentence, "\n".join(["@misc{" + key + ",", ",\n".join(lines), "}"]))


def _escaped(text: str) -> str:
    """Signs that mean something to TeX stand for themselves; the braces around a corporate author stay."""
    inner = text[1:-1] if text.startswith("{") and text.endswith("}") else text
    safe = _SPECIAL.sub(lambda found: rf"\{found[0]}" if found[0] in "{}$&#%_" else r"\textasciitilde{}", inner)
    return f"{{{safe}}}" if inner is not text else safe
