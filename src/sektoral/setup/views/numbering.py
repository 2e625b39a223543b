"""The door to the numbers of letters. Who prepares letters may look; only the administrator changes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Permission
from sektoral.setup.actions.numbering import change_numbering
from sektoral.setup.forms.numbering import NumberingForm
from sektoral.setup.queries.numbering import list_kinds
from sektoral.ui.components import crumbs
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.visit import Work

P = Permission
TITLE = "Penomoran surat"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.SET_UP, P.PREPARE_LETTERS, P.SEE_JOURNAL)
def numbering(request: Work) -> HttpResponse:
    """This will show how each kind of letter is numbered, with its next number, and change it."""
    office = request.actor.office
    form = NumberingForm(request.POST if request.method == "POST" else None, office=office)
    if request.method == "POST":
        request.actor.check(P.SET_UP)
        if form.is_valid() and _is_changed(request, form):
            return redirect("setup:numbering")
    rows = list_kinds(office, at=request.at)
    shown = {
        "form": form,
        "rows": rows,
        "kinds": [(row.word, form.of(row.kind)) for row in rows if row.kind is not LetterKind.RECEIPT],
        "may_change": request.actor.may(P.SET_UP),
        "crumbs": crumbs(("Penataan", reverse("setup:index")), TITLE),
    }
    return render(request, "setup/numbering.html", shown, status=422 if form.errors else 200)


def _is_changed(request: Work, form: NumberingForm) -> bool:
    try:
        change_numbering(form.draft(), by=request.actor, at=request.at)
    except (Invalid, WrongState) as error:
        form.add_error(None, explained(error))
        return False
    messages.success(request, "Penomoran surat disimpan. Nomor yang sudah diberikan tidak berubah.")
    return True
