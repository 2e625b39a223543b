"""The style guide: every component in all its states, without data. Not part of a production installation."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sektoral.domain.errors import NotFound
from sektoral.ui.guards import public
from sektoral.ui.style_guide import FINISHED, sample_page
from sektoral.ui.visit import Visit


@public
@require_safe
def style_guide(request: Visit) -> HttpResponse:
    """This will show every component; `?tema=dark` shows the dark ones."""
    _check_shown()
    return render(request, "style_guide.html", {"sample": sample_page(), "theme": request.GET.get("tema", "")})


@public
@require_safe
def sample_progress(request: Visit) -> HttpResponse:
    """This will answer the style guide's poll with finished work."""
    _check_shown()
    return render(request, "components/progress_only.html", {"progress": FINISHED})


def _check_shown() -> None:
    if not (settings.DEBUG or settings.DEMO):
        raise NotFound("not_found")
