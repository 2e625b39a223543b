"""The list of released tables as a catalogue in DCAT 3, with what DCAT-AP and CKAN's harvester ask for.

Written by hand: an RDF library is not needed to say so little.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sektoral.adapters.exchange.rdf import XSD, Iri, Literal, Saying, Thing, to_json_ld, to_turtle, to_xml
from sektoral.domain.periods import PeriodType

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority/"
INDONESIAN = Iri(f"{AUTHORITY}language/IND")
FREQUENCIES = {
    PeriodType.YEAR: "ANNUAL",
    PeriodType.SEMESTER: "ANNUAL_2",
    PeriodType.QUARTER: "QUARTERLY",
    PeriodType.MONTH: "MONTHLY",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
SHA256 = Iri("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")
LANGUAGE = "id"


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file of a dataset. `sha256` and `size` are of its bytes, where they are known."""

    url: str
    title: str
    media_type: str  # without parameters' spaces, as `Format.media_type`
    issued: datetime
    sha256: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who answers for data. `url` names the body itself and need not open a page."""

    url: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One released table. `url` is its permanent page; `theme` is the word of the catalogue's own list, or empty."""

    url: str
    identifier: str
    title: str
    description: str
    publisher: Publisher  # the producer
    theme: str
    keywords: Sequence[str]
    area_code: str
    area_name: str
    first_day: date
    last_day: date
    periodicity: PeriodType
    license_url: str
    version: str
    issued: datetime
    modified: datetime
    distributions: Sequence[Distribution]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the office has released."""

    url: str
    title: str
    description: str
    publisher: Publisher  # the Walidata, and whom to ask
    modified: datetime
    datasets: Sequence[Dataset]


def write_turtle(catalogue: Catalogue) -> bytes:
    """This will write the catalogue as Turtle (`text/turtle`)."""
    return to_turtle(list(_things(catalogue)), PREFIXES)


def write_json_ld(catalogue: Catalogue) -> bytes:
    """This will write the catalogue as JSON-LD (`application/ld+json`)."""
    return to_json_ld(list(_things(catalogue)), PREFIXES)


def write_xml(catalogue: Catalogue) -> bytes:
    """This will write the catalogue as RDF/XML (`application/rdf+xml`)."""
    return to_xml(list(_things(catalogue)), PREFIXES)


def _things(catalogue: Catalogue) -> Iterator[Thing]:
    """Every thing once, the catalogue first. What has no address of its own gets one below the catalogue's."""
    yield _catalogue(catalogue)
    publishers = {one.url: one for one in (catalogue.publisher, *(each.publisher for each in catalogue.datasets))}
    yield from (_publisher(one) for one in publishers.values())
    yield _contact(catalogue)
    yield from _themes(catalogue)
    yield from _areas(catalogue)
    for dataset in catalogue.datasets:
        yield from _dataset(catalogue, dataset)


def _catalogue(catalogue: Catalogue) -> Thing:
    says: list[Saying] = [
        ("dct:title", _words(catalogue.title)),
        ("dct:description", _words(catalogue.description)),
        ("dct:publisher", Iri(catalogue.publisher.url)),
        ("dct:language", INDONESIAN),
        ("dct:modified", _moment(catalogue.modified)),
        ("foaf:homepage", Iri(catalogue.url)),
        ("dcat:themeTaxonomy", Iri(f"{catalogue.url}#tema")),
        *(("dcat:dataset", Iri(one.url)) for one in catalogue.datasets),
    ]
    return Thing(catalogue.url, "dcat:Catalog", says)


def _dataset(catalogue: Catalogue, one: Dataset) -> Iterator[Thing]:
    yield Thing(
        one.url,
        "dcat:Dataset",
        [
            ("dct:identifier", Literal(one.identifier)),
            ("dct:title", _words(one.title)),
            ("dct:description", _words(one.description or one.title)),
            ("dct:publisher", Iri(one.publisher.url)),
            ("dcat:contactPoint", Iri(f"{catalogue.url}#kontak")),
            ("dcat:theme", Iri(_theme(catalogue, one.theme)) if one.theme else None),
            *(("dcat:keyword", _words(word)) for word in one.keywords),
            ("dct:spatial", Iri(_area(catalogue, one.area_code))),
            ("dct:temporal", Iri(f"{one.url}#masa")),
            ("dct:accrualPeriodicity", Iri(f"{AUTHORITY}frequency/{FREQUENCIES[one.periodicity]}")),
            ("dct:license", Iri(one.license_url)),
            ("dct:language", INDONESIAN),
            ("dct:issued", _moment(one.issued)),
            ("dct:modified", _moment(one.modified)),
            ("dcat:version", Literal(one.version)),
            ("owl:versionInfo", Literal(one.version)),
            ("dcat:landingPage", Iri(one.url)),
            *(("dcat:distribution", Iri(_distribution_iri(each))) for each in one.distributions),
        ],
    )
    days = [("dcat:startDate", one.first_day), ("dcat:endDate", one.last_day)]
    yield Thing(
        f"{one.url}#masa",
        "dct:PeriodOfTime",
        [(name, Literal(day.isoformat(), type=f"{XSD}date")) for name, day in days],
    )
    for each in one.distributions:
        yield from _distribution(one, each)


def _distribution(dataset: Dataset, one: Distribution) -> Iterator[Thing]:
    iri = _distribution_iri(one)
    checksum = f"{iri}-sha256" if one.sha256 else ""
    yield Thing(
        iri,
        "dcat:Distribution",
        [
            ("dct:title", _words(one.title)),
            ("dcat:accessURL", Iri(one.url)),
            ("dcat:downloadURL", Iri(one.url)),
            ("dcat:mediaType", Iri(MEDIA_TYPES + one.media_type.partition(";")[0].strip())),
            ("dct:format", Literal(one.title)),
            ("dct:license", Iri(dataset.license_url)),
            ("dct:issued", _moment(one.issued)),
            ("dcat:byteSize", None if one.size is None else Literal(str(one.size), type=f"{XSD}nonNegativeInteger")),
            ("spdx:checksum", Iri(checksum) if checksum else None),
        ],
    )
    if checksum:
        value = Literal(one.sha256, type=f"{XSD}hexBinary")
        yield Thing(checksum, "spdx:Checksum", [("spdx:algorithm", SHA256), ("spdx:checksumValue", value)])


def _distribution_iri(one: Distribution) -> str:
    """A file's address names the bytes; the distribution is a thing beside them."""
    return f"{one.url}#distribusi"


def _publisher(one: Publisher) -> Thing:
    mail = Iri(f"mailto:{one.email}") if one.email else None
    return Thing(one.url, "foaf:Agent", [("foaf:name", _words(one.name)), ("foaf:mbox", mail)])


def _contact(catalogue: Catalogue) -> Thing:
    publisher = catalogue.publisher
    mail = Iri(f"mailto:{publisher.email}") if publisher.email else None
    says = [("vcard:fn", Literal(publisher.name)), ("vcard:hasEmail", mail)]
    return Thing(f"{catalogue.url}#kontak", "vcard:Kind", says)


def _themes(catalogue: Catalogue) -> Iterator[Thing]:
    scheme = f"{catalogue.url}#tema"
    yield Thing(scheme, "skos:ConceptScheme", [("dct:title", _words("Tema"))])
    for word in dict.fromkeys(one.theme for one in catalogue.datasets if one.theme):
        says: list[Saying] = [("skos:prefLabel", _words(word)), ("skos:inScheme", Iri(scheme))]
        yield Thing(_theme(catalogue, word), "skos:Concept", says)


def _areas(catalogue: Catalogue) -> Iterator[Thing]:
    for code, name in dict.fromkeys((one.area_code, one.area_name) for one in catalogue.datasets):
        says = [("skos:prefLabel", _words(name)), ("dct:identifier", Literal(code))]
        yield Thing(_area(catalogue, code), "dct:Location", says)


def _theme(catalogue: Catalogue, word: str) -> str:
    return f"{catalogue.url}#tema-{word.casefold().replace(' ', '-')}"


def _area(catalogue: Catalogue, code: str) -> str:
    return f"{catalogue.url}#wilayah-{code}"


def _words(text: str) -> Literal:
    return Literal(text, language=LANGUAGE)


def _moment(at: datetime) -> Literal:
    return Literal(at.isoformat(timespec="seconds"), type=f"{XSD}dateTime")
