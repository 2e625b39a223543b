"""Doors to the office's wording of its letters. Who prepares letters or audits may look."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.letter_texts import PARTS, standard_text
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Permission
from sektoral.letters.actions.texts import write_text
from sektoral.letters.queries.text_preview import fields_for, preview_for_office
from sektoral.letters.text_forms import TextForm
from sektoral.letters.texts import office_text
from sektoral.letters.words import KIND_WORDS
from sektoral.setup.queries.texts import VersionRow, list_kinds, list_versions
from sektoral.ui.components import Crumb, crumbs
from sektoral.ui.guards import needs
from sektoral.ui.messages import explained
from sektoral.ui.posts import act_and_return
from sektoral.ui.visit import Work

P = Permission
LOOKS = (P.WRITE_LETTER_TEXTS, P.PREPARE_LETTERS, P.SEE_JOURNAL)


@require_GET
@needs(*LOOKS)
def index(request: Work) -> HttpResponse:
    """This will list the kinds of letter with the version that is in use."""
    shown = {"kinds": list_kinds(request.actor.office), "crumbs": _trail()}
    return render(request, "setup/texts/index.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*LOOKS)
def edit(request: Work, kind: str) -> HttpResponse:
    """This will show a kind's wording with its preview and versions, and keep a new version."""
    found = _kind(kind)
    versions = list_versions(request.actor.office, found)
    form = _form(request, found, seen=versions[0].number if versions else 0)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            seen = form.cleaned_data["seen"] or 0
            version = write_text(found, form.text(), seen=seen, by=request.actor, at=request.at)
        except Invalid as error:
            form.blame(error)
        except WrongState as error:
            form.add_error(None, explained(error))
        else:
            messages.success(request, f"Naskah {KIND_WORDS[found].lower()} kini versi {version.version}.")
            return redirect("setup:text", kind=kind)
    faulty = form.is_bound and "preview" not in request.POST and bool(form.errors)
    shown = _shown(request, found, form, versions)
    return render(request, "setup/texts/edit.html", shown, status=422 if faulty else 200)


@require_POST
@needs(*LOOKS)
def try_out(request: Work, kind: str) -> HttpResponse:
    """This will draw a kind's wording as it is typed."""
    found = _kind(kind)
    form = _form(request, found, seen=0)
    return render(request, "letters/text_preview.html", _previewed(request, found, form))


@require_POST
@needs(P.WRITE_LETTER_TEXTS)
def restore(request: Work, kind: str) -> HttpResponse:
    """This will make the default wording the next version."""
    found = _kind(kind)
    seen = request.POST.get("seen", "")
    return act_and_return(
        request,
        lambda: write_text(
            found,
            standard_text(found),
            seen=int(seen) if seen.isdecimal() and len(seen) < 6 else 0,
            by=request.actor,
            at=request.at,
        ),
        done=f"{KIND_WORDS[found]} memakai naskah bawaan lagi.",
        to=reverse("setup:text", args=[kind]),
    )


def _kind(name: str) -> LetterKind:
    """Raises `NotFound` for what is no kind of letter, or one whose words are the system's."""
    if name not in {kind.value for kind in PARTS}:
        raise NotFound("not_found")
    return LetterKind(name)


def _form(request: Work, kind: LetterKind, *, seen: int) -> TextForm:
    return TextForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        parts=PARTS[kind],
        now=office_text(request.actor.office, kind),
        initial={"seen": seen},
    )


def _shown(request: Work, kind: LetterKind, form: TextForm, versions: Sequence[VersionRow]) -> Mapping[str, object]:
    return {
        "kind": kind,
        "title": KIND_WORDS[kind],
        "form": form,
        "now": [(part, form.now[part.name]) for part in form.parts],
        "fields": fields_for(kind),
        "versions": versions,
        "is_default": not versions or versions[0].is_default,
        "may_write": request.actor.may(P.WRITE_LETTER_TEXTS),
        "crumbs": _trail(KIND_WORDS[kind]),
        **_previewed(request, kind, form),
    }


def _previewed(request: Work, kind: LetterKind, form: TextForm) -> Mapping[str, object]:
    return {"preview": preview_for_office(request.actor.office, kind, form.text(), at=request.at)}


def _trail(*steps: str) -> "tuple[Crumb, ...]":
    above: list[tuple[str, str] | str] = [("Penataan", reverse("setup:index"))]
    above += [("Naskah surat", reverse("setup:texts")), *steps] if steps else ["Naskah surat"]
    return tuple(crumbs(*above))
