"""A few statements of RDF as JSON-LD, Turtle or RDF/XML: enough for a catalogue, and no more.

The same statements give the same bytes: subjects and properties stand in the order in which they were said.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from sektoral.adapters.exchange.printable import printable

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE = "rdf:type"
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


@dataclass(frozen=True, slots=True)
class Iri:
    """The name of a thing. Signs that no IRI may hold are escaped, so it cannot end before its end."""

    text: str

    @property
    def safe(self) -> str:
        """The IRI as it may be written anywhere."""
        return _NOT_IN_IRI.sub(lambda found: f"%{ord(found[0]):02X}", self.text)


@dataclass(frozen=True, slots=True)
class Literal:
    """A text: in a language, or of a type of XML Schema, or neither."""

    text: str
    language: str = ""
    type: str = ""  # a whole IRI


Object = Iri | Literal
Saying = tuple[str, Object | None]  # a prefixed property, as `dct:title`; what is `None` is not said


@dataclass(frozen=True, slots=True)
class Thing:
    """A subject with its class and what is said of it."""

    iri: str
    type: str
    says: Sequence[Saying]

    def statements(self) -> Iterator[tuple[str, Object]]:
        """The properties that have a value."""
        for name, value in self.says:
            if value is not None:
                yield name, value


def to_turtle(things: Sequence[Thing], prefixes: Mapping[str, str]) -> bytes:
    """This will write Turtle."""
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in prefixes.items()]
    for thing in things:
        said = [f"a {thing.type}", *(f"{name} {_turtle(value)}" for name, value in thing.statements())]
        lines += ["", f"<{Iri(thing.iri).safe}>", *(f"    {one} ;" for one in said[:-1]), f"    {said[-1]} ."]
    return ("\n".join(lines) + "\n").encode()


def to_json_ld(things: Sequence[Thing], prefixes: Mapping[str, str]) -> bytes:
    """This will write JSON-LD 1.1 with a context of its own, so that nobody has to fetch one."""
    graph = []
    for thing in things:
        said: dict[str, list[Mapping[str, str]]] = {}
        for name, value in thing.statements():
            said.setdefault(name, []).append(_json(value))
        graph.append({"@id": Iri(thing.iri).safe, "@type": thing.type, **said})
    return json.dumps({"@context": dict(prefixes), "@graph": graph}, ensure_ascii=False, indent=1).encode()


def to_xml(things: Sequence[Thing], prefixes: Mapping[str, str]) -> bytes:
    """This will write RDF/XML."""
    spaces = " ".join(f"xmlns:{name}={quoteattr(iri)}" for name, iri in ({"rdf": RDF} | dict(prefixes)).items())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<rdf:RDF {spaces}>"]
    for thing in things:
        lines.append(f"<{thing.type} rdf:about={quoteattr(Iri(thing.iri).safe)}>")
        lines += [f"  {_xml(name, value)}" for name, value in thing.statements()]
        lines.append(f"</{thing.type}>")
    return ("\n".join([*lines, "</rdf:RDF>"]) + "\n").encode()


def _turtle(value: Object) -> str:
    if isinstance(value, Iri):
        return f"<{value.safe}>"
    text = json.dumps(printable(value.text), ensure_ascii=False)  # JSON's escapes are Turtle's
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^<{value.type}>" if value.type else text


def _json(value: Object) -> Mapping[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.safe}
    if value.language:
        return {"@value": printable(value.text), "@language": value.language}
    return {"@value": printable(value.text), **({"@type": value.type} if value.type else {})}


def _xml(name: str, value: Object) -> str:
    if isinstance(value, Iri):
        return f"<{name} rdf:resource={quoteattr(value.safe)}/>"
    more = f" xml:lang={quoteattr(value.language)}" if value.language else ""
    more += f" rdf:datatype={quoteattr(value.type)}" if value.type else ""
    text = escape(printable(value.text), {"\r": "&#13;"})
    return f"<{name}{more}>{text}</{name}>"
