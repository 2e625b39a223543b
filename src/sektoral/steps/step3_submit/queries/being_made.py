"""Tables that were made from a file and are not in the instrument yet: it is drawn anew within a minute."""

from sektoral.records.models import Event, Table
from sektoral.steps.step3_submit.queries.understanding import Understood


def being_made(understood: Understood) -> tuple[str, ...]:
    """This will name the tables that were made for this request and cannot be answered yet."""
    request = understood.submission.request
    known = {table.code for _, table in understood.definition.sheets}
    made = Event.objects.filter(office_id=request.office_id, kind="table.created", facts__request=str(request.pk))
    tables = Table.objects.filter(pk__in=list(made.values_list("about_id", flat=True)), is_current=True)
    return tuple(tables.exclude(code__in=known).order_by("code").values_list("title", flat=True))
