"""What was added to known bytes before they were signed: a signature and its keep, or something that readers would see.

pyHanko compares a signature with what came *after* it; here it is what came before: whoever signs elsewhere appends to
our final bytes, and might append another page content first. Every object that was written anew is looked at.
"""

from collections.abc import Iterator
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from sektoral.domain.inspections import Growth

# What signing programs add to the catalogue: the field, certification, evidence for later, and what goes with them.
_ADDED = frozenset({"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version", "/Metadata"})
_ABOUT_ITSELF = frozenset({"/Metadata", "/Extensions", "/Version"})  # of these, what is there may also change


def growth_of(after: PdfFileReader, pdf: bytes, base: int) -> Growth:
    """Tell what `pdf`, read by `after`, added to its first `base` bytes, themselves a whole PDF. May raise anything."""
    if not base:
        return Growth.NOT_ASKED
    before = PdfFileReader(BytesIO(pdf[:base]), strict=True)
    if not _continues(before, after) or not _is_same_catalogue(before.root, after.root):
        return Growth.MORE
    own = {before.root_ref, *_about_itself(before)}
    strange = (ref for ref in _written_anew(before, after) if ref not in own and not _is_kept(before, after, ref))
    return Growth.MORE if next(strange, None) else Growth.SIGNATURES


def _continues(before: PdfFileReader, after: PdfFileReader) -> bool:
    """Whether the tables of contents of the known bytes are still the first ones of the whole."""
    tables = range(before.xrefs.total_revisions)
    return after.xrefs.total_revisions > len(tables) and all(
        before.xrefs.get_startxref_for_revision(one) == after.xrefs.get_startxref_for_revision(one) for one in tables
    )


def _written_anew(before: PdfFileReader, after: PdfFileReader) -> Iterator[generic.Reference]:
    """Objects of the known bytes that a later revision writes again or frees."""
    xrefs, first = after.xrefs, before.xrefs.total_revisions
    known = {ref.idnum for revision in range(first) for ref in xrefs.explicit_refs_in_revision(revision)}
    for revision in range(first, xrefs.total_revisions):
        for ref in xrefs.explicit_refs_in_revision(revision) | xrefs.refs_freed_in_revision(revision):
            if ref.idnum in known:
                yield generic.Reference(ref.idnum, ref.generation, pdf=before)


def _is_kept(before: PdfFileReader, after: PdfFileReader, ref: generic.Reference) -> bool:
    """Whether an object says the same as before, or is a page or a list of notes that gained signature fields."""
    old, new = before.get_object(ref), after.get_object(ref)  # type: ignore[no-untyped-call]
    return _is_same(old, new) or _is_same_page(old, new) or _adds_signatures(old, new)


def _is_same_catalogue(old: generic.DictionaryObject, new: generic.DictionaryObject) -> bool:
    kept = all(key in _ABOUT_ITSELF or (key in new and _is_same(old.raw_get(key), new.raw_get(key))) for key in old)
    form = _read(new, "/AcroForm")
    has_xfa = isinstance(form, generic.DictionaryObject) and "/XFA" in form
    return kept and set(new) - set(old) <= _ADDED and not has_xfa


def _is_same_page(old: object, new: object) -> bool:
    """Whether a page differs only in the signature fields that were put on it."""
    if not isinstance(old, generic.DictionaryObject) or not isinstance(new, generic.DictionaryObject):
        return False
    shown = set(old) - {"/Annots"}
    if _read(old, "/Type") != "/Page":
        return False
    if shown != set(new) - {"/Annots"} or not all(_is_same(old.raw_get(key), new.raw_get(key)) for key in shown):
        return False
    return _adds_signatures(_read(old, "/Annots") or generic.ArrayObject(), _read(new, "/Annots"))


def _adds_signatures(old: object, new: object) -> bool:
    """Whether a list of notes has gained nothing but signature fields."""
    if not isinstance(old, generic.ArrayObject) or not isinstance(new, generic.ArrayObject):
        return False
    kept = all(_is_same(one, other) for one, other in zip(list.__iter__(old), list.__iter__(new), strict=False))
    added = [new[place] for place in range(len(old), len(new))]
    return kept and len(new) >= len(old) and all(_is_signature_field(one) for one in added)


def _is_signature_field(note: object) -> bool:
    if not isinstance(note, generic.DictionaryObject) or _read(note, "/Subtype") != "/Widget":
        return False
    parent = _read(note, "/Parent")
    above = _read(parent, "/FT") if isinstance(parent, generic.DictionaryObject) else None
    return "/Sig" in (_read(note, "/FT"), above) and not {"/A", "/AA"} & set(note)


def _read(dictionary: generic.DictionaryObject, key: str) -> object:
    """A value with its reference followed, as `get` does not."""
    return dictionary[key] if key in dictionary else None  # noqa: SIM401  # see above


def _is_same(old: object, new: object) -> bool:
    """Whether two objects are written the same; references are not followed, what they name is looked at by itself."""
    if isinstance(old, generic.IndirectObject) or isinstance(new, generic.IndirectObject):
        return (
            isinstance(old, generic.IndirectObject)
            and isinstance(new, generic.IndirectObject)
            and ((old.idnum, old.generation) == (new.idnum, new.generation))
        )
    if isinstance(old, generic.StreamObject) or isinstance(new, generic.StreamObject):
        if not isinstance(old, generic.StreamObject) or not isinstance(new, generic.StreamObject):
            return False
        return old.encoded_data == new.encoded_data and _is_same_dictionary(old, new)
    if isinstance(old, generic.DictionaryObject) and isinstance(new, generic.DictionaryObject):
        return _is_same_dictionary(old, new)
    if isinstance(old, generic.ArrayObject) and isinstance(new, generic.ArrayObject):
        pairs = zip(list.__iter__(old), list.__iter__(new), strict=False)
        return len(old) == len(new) and all(_is_same(one, other) for one, other in pairs)
    return type(old) is type(new) and bool(old == new)


def _is_same_dictionary(old: generic.DictionaryObject, new: generic.DictionaryObject) -> bool:
    return set(old) == set(new) and all(_is_same(old.raw_get(key), new.raw_get(key)) for key in old)


def _about_itself(before: PdfFileReader) -> set[generic.Reference]:
    """The document's notes on itself, which signing programs date anew: /Info and the metadata."""
    raw = [before.trailer.raw_get("/Info")] if "/Info" in before.trailer else []
    if "/Metadata" in before.root:
        raw.append(before.root.raw_get("/Metadata"))
    return {one.reference for one in raw if isinstance(one, generic.IndirectObject)}
