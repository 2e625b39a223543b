"""Until when a table is not available, or who has it: asked on the request's page before the letter is drafted."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from sektoral.steps.step3_submit.actions.declaring import declare
from sektoral.steps.step3_submit.forms import DeclareForm
from sektoral.steps.step3_submit.queries.declarations import possible_holders, unavailable_of
from sektoral.steps.step3_submit.queries.reach import get_submission
from sektoral.steps.step3_submit.views.request import MAY_SPEAK, address_of, show
from sektoral.ui.fetch import fetch_request
from sektoral.ui.guards import needs
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work


@require_POST
@needs(*MAY_SPEAK)
def declare_unavailable(request: Work, key: UUID, submission: UUID) -> HttpResponse:
    """This will keep the days and holders of the tables that are not available."""
    found = fetch_request(request.actor, key)
    target = get_submission(found, submission)
    form = DeclareForm(request.POST, tables=unavailable_of(target), agencies=possible_holders(target))
    if not form.is_valid():
        return show(request, found, declaring=form, status=422)
    return act_and_return(
        request,
        lambda: declare(target, form.said, by=request.actor, at=request.at),
        done="Keterangan tersimpan dan tercetak pada surat pengiriman.",
        to=address_of(target, "kirim"),
    )
