"""The door to a new table that is made from what an agency sent."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission
from sektoral.domain.softcopies.drafting import named
from sektoral.intake.softcopies import read_manner, read_said_hints
from sektoral.setup.actions.tables import create_table
from sektoral.setup.forms.tables import NewTableForm
from sektoral.setup.queries.new_table import drafted_table, free_code
from sektoral.ui.components import crumbs
from sektoral.ui.fetch import fetch_submission
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

P = Permission
FIELDS = {"table_code_taken": "code", "variable_code_taken": "code"}


@never_cache
@require_http_methods(["GET", "POST"])
@needs(P.WRITE_TABLES)
def new(request: Work, submission: UUID, region: int) -> HttpResponse:
    """This will name a table drafted from a region of a file, and make it; the same file is then found to answer it."""
    target = fetch_submission(request.actor, submission)
    request.actor.check(P.WRITE_TABLES)
    draft = drafted_table(target, region, read_manner(request.GET.dict()), read_said_hints(request.GET.dict()))
    agency = target.request.agency
    form = NewTableForm(request.POST or None, draft=draft, code=free_code(agency))
    if request.method == "POST" and form.is_valid():
        try:
            create_table(named(draft, form.named), of=agency, asked_in=target.request, by=request.actor, at=request.at)
        except Invalid as error:
            form.add_error(FIELDS.get(error.code), explained(error))
        else:
            messages.success(request, "Tabel baru disusun dan diminta. Instrumennya sedang dibuat ulang.")
            return redirect("step3:mapping", target.request_id, target.pk)
    back = reverse("step3:mapping", args=[target.request_id, target.pk])
    context = {
        "form": form,
        "draft": draft,
        "agency": agency,
        "file": target.file.name,
        "back": back,
        "crumbs": crumbs(("Permintaan", reverse("step3:requests")), ("Pasangkan dengan tabel", back), "Tabel baru"),
    }
    return render(request, "setup/table_new.html", context, status=422 if form.errors else 200)
