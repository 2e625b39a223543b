"""The demo's DSSD codes: made up, and saying so, of variables that the public has, so that e-Walidata shows a file."""

from dataclasses import replace

from sektoral.domain.roles import Role
from sektoral.domain.states import ReleaseState
from sektoral.metadata.actions.standards import describe_variable
from sektoral.metadata.queries.standards import described
from sektoral.project.rehearsal.company import Company
from sektoral.records.models import Release, Table, Variable

TABLES = 24


def give_dssd_codes(company: Company) -> None:
    """This will give a code to the variables of some released tables; the others show what is still to be done."""
    released = Release.objects.filter(office=company.office, state=ReleaseState.RELEASED)
    keys = sorted(set(released.values_list("code", "agency_id")))[:TABLES]
    tables = [Table.objects.get(agency_id=agency, code=code, is_current=True) for code, agency in keys]
    names = {str(one["code"]) for table in tables for one in table.definition["variables"]}
    variables = Variable.objects.filter(office=company.office, code__in=names, dssd_code="").select_related("office")
    for number, variable in enumerate(variables.order_by("code"), start=1):
        seen = described(variable)
        text = replace(seen, dssd_code=f"CONTOH.{number:04}")
        describe_variable(variable, text, seen=seen, by=company.actor(Role.JP), at=company.clock())
