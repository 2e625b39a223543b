"""Ids as SDMX allows them, and back: codes of Kemendagri have dots, units have signs, ids have neither.

Two alphabets (SDMX 3.0, section 6, common types). `IDType` takes letters, digits and `_ @ $ -`: codes, dataflows.
`NCNameIDType` begins with a letter and takes no `@` or `$`: dimensions, attributes, agencies.
"""

import re

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*", re.ASCII)
_ODD = re.compile(r"^[-.]|[^A-Za-z0-9_-]", re.ASCII)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
_HEX = re.compile(r"X_(?:[0-9A-F]{2})+", re.ASCII)


def sdmx_id(code: str) -> str:
    """`12.23.01` becomes `12@23@01`; any other sign that is not allowed becomes `$` and its bytes in hex.

    No id begins with a sign that makes a spreadsheet run it.
    """
    return code if _PLAIN.fullmatch(code) else _ODD.sub(_escaped, code)


def code_of(sdmx_id: str) -> str:
    """The code that `sdmx_id` was made of."""
    parts = re.split(r"((?:\$[0-9A-F]{2})+)", sdmx_id.replace("@", "$2E"))
    return "".join(bytes.fromhex(part.replace("$", "")).decode() if at % 2 else part for at, part in enumerate(parts))


def component_id(name: str, *, reserved: frozenset[str] = frozenset()) -> str:
    """A name that is no NCName, or is reserved, becomes `X_` and all its bytes in hex."""
    if _NAME.fullmatch(name) and not _HEX.fullmatch(name) and name not in reserved:
        return name
    return f"X_{name.encode().hex().upper()}"


def name_of(component_id: str) -> str:
    """The name that `component_id` was made of."""
    return bytes.fromhex(component_id[2:]).decode() if _HEX.fullmatch(component_id) else component_id


def _escaped(found: re.Match[str]) -> str:
    if found[0] == "." and found.start():
        return "@"
    return "".join(f"${byte:02X}" for byte in found[0].encode())
