"""In which format figures leave: as the address says, else as the header Accept prefers; our own JSON where any does.

The formats themselves are those of `adapters.exchange`, the same that the pages offer.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.domain.cubes import Cube
from sektoral.domain.errors import Refused

OWN = "json"
ALL = (OWN, *FORMATS)
_BINARY = {"type": "string", "format": "binary"}
IN_FORMATS: dict[str, Any] = {
    "responses": {
        200: {
            "content": {
                one.media_type: {"schema": _BINARY} for one in FORMATS.values() if one.media_type != "application/json"
            }
        }
    }
}


def chosen(request: HttpRequest, name: str) -> str:
    """This will give the format asked for by name or by media type. Raises `Refused` (`format_unknown`)."""
    if name:
        if name not in ALL:
            raise Refused("format_unknown", known=", ".join(ALL))
        return name
    if request.accepts("application/json"):
        return OWN
    for one in FORMATS.values():
        if request.accepts(one.media_type):
            return one.name
    raise Refused("format_unknown", known=", ".join(ALL))


def write(name: str, cube: Cube) -> HttpResponse:
    """This will write a cube as a file to be kept under a name of its own."""
    one = FORMATS[name]
    way = content_disposition_header(True, one.file_name(cube)) or "attachment"
    return HttpResponse(one.to_bytes(cube), content_type=one.media_type, headers={"Content-Disposition": way})
