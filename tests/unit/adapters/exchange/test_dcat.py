"""The catalogue as a graph: read by rdflib from each form, held against DCAT-AP's mandatory properties by pyshacl.

No package that can be installed carries the official shapes, so those here were written from DCAT-AP 3.0 (mandatory
and recommended properties of Catalogue, Dataset, Distribution, Agent, Kind and Checksum).
"""

from dataclasses import replace
from datetime import date

import pyshacl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, OWL, RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from sektoral.adapters.exchange.dcat import (
    Catalogue,
    Dataset,
    Distribution,
    Publisher,
    write_json_ld,
    write_turtle,
    write_xml,
)
from sektoral.domain.periods import PeriodType
from tests.cubes import AT, FORMULAS

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD reader says it
SITE = "https://data.contoh.test/data"
SPDX = Namespace("http://spdx.org/rdf/terms#")
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
[] a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:datatype rdf:langString ] ,
    [ sh:path dct:description ; sh:minCount 1 ; sh:datatype rdf:langString ] ,
    [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ] ,
    [ sh:path dcat:themeTaxonomy ; sh:class skos:ConceptScheme ] .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:datatype rdf:langString ] ,
    [ sh:path dct:description ; sh:minCount 1 ; sh:datatype rdf:langString ] ,
    [ sh:path dct:publisher ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:class vcard:Kind ] ,
    [ sh:path dcat:theme ; sh:class skos:Concept ] ,
    [ sh:path dct:spatial ; sh:minCount 1 ; sh:class dct:Location ] ,
    [ sh:path dct:temporal ; sh:minCount 1 ; sh:class dct:PeriodOfTime ] ,
    [ sh:path dct:accrualPeriodicity ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:issued ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ,
    [ sh:path dct:modified ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ,
    [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:mediaType ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:byteSize ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ,
    [ sh:path spdx:checksum ; sh:maxCount 1 ; sh:class spdx:Checksum ] .
[] a sh:NodeShape ; sh:targetClass foaf:Agent ;
  sh:property [ sh:path foaf:name ; sh:minCount 1 ; sh:datatype rdf:langString ] .
[] a sh:NodeShape ; sh:targetClass dct:PeriodOfTime ;
  sh:property [ sh:path dcat:startDate ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
    [ sh:path dcat:endDate ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] .
[] a sh:NodeShape ; sh:targetClass spdx:Checksum ;
  sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:hexBinary ] .
"""
WRITERS = {"turtle": write_turtle, "json-ld": write_json_ld, "xml": write_xml}


def a_catalogue() -> Catalogue:
    office = Publisher(f"{SITE}#kantor", "Dinas Kominfo Kabupaten Contoh", "data@contoh.test")
    dataset = Dataset(
        url=f"{SITE}/dukcapil/penduduk",
        identifier="contoh/dukcapil/penduduk/2025",
        title="Jumlah penduduk",
        description="Jumlah penduduk menurut kecamatan.",
        publisher=Publisher(f"{SITE}#dukcapil", "Dinas Dukcapil"),
        theme="Kependudukan",
        keywords=("penduduk", "kecamatan"),
        area_code="12.23",
        area_name="Kabupaten Contoh",
        first_day=date(2025, 1, 1),
        last_day=date(2025, 12, 31),
        periodicity=PeriodType.YEAR,
        license_url="https://creativecommons.org/licenses/by/4.0/",
        version="2.1",
        issued=AT,
        modified=AT,
        distributions=(
            Distribution(f"{SITE}/dukcapil/penduduk.csv", "CSV", "text/csv; charset=utf-8", AT, "ab" * 32, 1234),
            Distribution(f"{SITE}/dukcapil/penduduk.json", "JSON-stat 2.0", "application/json", AT),
        ),
    )
    return Catalogue(f"{SITE}/katalog", "Data terbuka", "Tabel yang terbit.", office, AT, (dataset,))


def read(catalogue: Catalogue, form: str) -> Graph:
    return Graph().parse(data=WRITERS[form](catalogue), format=form)


def test_the_three_forms_say_the_same() -> None:
    turtle, json_ld, xml = (read(a_catalogue(), form) for form in WRITERS)
    assert isomorphic(turtle, json_ld)
    assert isomorphic(turtle, xml)


def test_it_holds_what_dcat_ap_demands() -> None:
    graph = read(a_catalogue(), "turtle")
    holds, _, words = pyshacl.validate(graph, shacl_graph=Graph().parse(data=SHAPES, format="turtle"), advanced=False)
    assert holds, words


def test_the_shapes_find_what_is_missing() -> None:
    graph = read(a_catalogue(), "turtle")
    graph.remove((None, DCAT.accessURL, None))
    holds, _, words = pyshacl.validate(graph, shacl_graph=Graph().parse(data=SHAPES, format="turtle"))
    assert not holds
    assert "accessURL" in words


def test_a_harvester_finds_title_periodicity_version_files_and_checksums() -> None:
    graph = read(a_catalogue(), "json-ld")
    dataset = URIRef(f"{SITE}/dukcapil/penduduk")
    assert graph.value(dataset, RDF.type) == DCAT.Dataset
    assert graph.value(dataset, DCTERMS.title) == Literal("Jumlah penduduk", lang="id")
    assert str(graph.value(dataset, DCTERMS.accrualPeriodicity)).endswith("frequency/ANNUAL")
    assert graph.value(dataset, OWL.versionInfo) == Literal("2.1")
    files = {str(graph.value(one, DCAT.downloadURL)): one for one in graph.objects(dataset, DCAT.distribution)}
    csv = files[f"{SITE}/dukcapil/penduduk.csv"]
    assert str(graph.value(csv, DCAT.mediaType)) == "https://www.iana.org/assignments/media-types/text/csv"
    checksum = graph.value(csv, SPDX.checksum)
    assert graph.value(checksum, SPDX.checksumValue) == Literal("ab" * 32, datatype=XSD.hexBinary)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(FORMULAS) | st.text(min_size=1), st.sampled_from(tuple(WRITERS)))
def test_no_title_breaks_out_of_its_place(title: str, form: str) -> None:
    catalogue = a_catalogue()
    changed = replace(catalogue, datasets=(replace(catalogue.datasets[0], title=title, theme=title),))
    expected, found = read(catalogue, form), read(changed, form)
    assert len(found) == len(expected)


@pytest.mark.parametrize("bad", ['https://a.test/x> <y> "', "https://a.test/{x}|y", "https://a.test/a b"])
def test_an_address_with_odd_signs_stays_one_address(bad: str) -> None:
    catalogue = a_catalogue()
    changed = replace(catalogue, datasets=(replace(catalogue.datasets[0], license_url=bad),))
    assert all(len(read(changed, form)) == len(read(catalogue, form)) for form in WRITERS)
