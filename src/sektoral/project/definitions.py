"""The definition of a table of this office, found for the command line by the code that people know it by."""

from sektoral.domain.errors import Invalid, NotFound
from sektoral.domain.instruments import TableDef
from sektoral.project.clock import now
from sektoral.records.models import Table
from sektoral.records.rules import definitions_of


def find_definition(code: str, agency: str = "") -> TableDef:
    """This will give the current definition of a table, with its rules. `agency` decides where two have the code.

    Raises `NotFound("table_unknown")` or `Invalid("table_of_several")`.
    """
    tables = Table.objects.filter(code__iexact=code, is_current=True).select_related("agency")
    found = list(tables.filter(agency__code=agency) if agency else tables)
    if not found:
        raise NotFound("table_unknown", table=code)
    if len(found) > 1:
        raise Invalid("table_of_several", table=code, agencies=", ".join(sorted(table.agency.code for table in found)))
    return definitions_of(found, as_of=now())[found[0].pk]
