"""A person's own pages: settings, and the choice of an office for who has a seat in several."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sektoral.accounts import actions
from sektoral.accounts.forms import IdentityForm, SettingsForm
from sektoral.accounts.queries import security_page
from sektoral.domain.errors import Invalid, NotFound, SektoralError
from sektoral.letters.identities import keep_nik, masked_nik, remove_nik
from sektoral.records.models import Person
from sektoral.ui.components import crumbs
from sektoral.ui.guards import public, signed_in
from sektoral.ui.messages import explained
from sektoral.ui.sessions import list_sessions
from sektoral.ui.visit import OFFICE, Visit, offices_of


@signed_in
def settings(request: Visit) -> HttpResponse:
    """This will show and store what a person may change about themself."""
    person = cast(Person, request.user)
    form = SettingsForm(request.POST or None, initial=_initial(person))
    if request.method == "POST" and form.is_valid():
        actions.change_settings(person=person, **form.cleaned_data)
        messages.success(request, "Pengaturan Anda tersimpan.")
        return redirect("accounts:settings")
    return _settings_page(request, form, IdentityForm())


@sensitive_post_parameters("nik")
@require_POST
@signed_in
def identity(request: Visit) -> HttpResponse:
    """This will keep the person's NIK, or forget it."""
    person, form = cast(Person, request.user), IdentityForm(request.POST)
    if "remove" in request.POST:
        remove_nik(person)
        messages.success(request, "NIK Anda dihapus.")
        return redirect("accounts:settings")
    if form.is_valid():
        try:
            keep_nik(person, form.cleaned_data.pop("nik"))
        except Invalid as error:
            form.add_error("nik", explained(error))
        else:
            messages.success(request, "NIK Anda tersimpan terenkripsi.")
            return redirect("accounts:settings")
    return _settings_page(request, SettingsForm(initial=_initial(person)), form)


def _settings_page(request: Visit, form: SettingsForm, identity: IdentityForm) -> HttpResponse:
    person = cast(Person, request.user)
    page = {
        "form": form,
        "identity": identity,
        "person": person,
        "nik": _shown_nik(person),
        "security": security_page(person),
        "sessions": len(list_sessions(request, person)),
        "offices": offices_of(person, request.at),
        "crumbs": crumbs("Pengaturan saya"),
    }
    return render(request, "accounts/settings.html", page, status=422 if form.errors or identity.errors else 200)


def _initial(person: Person) -> dict[str, str]:
    return {"phone": person.phone, "theme": person.theme}


def _shown_nik(person: Person) -> str:
    try:
        return masked_nik(person)
    except SektoralError as error:
        return explained(error)


@signed_in
def choose_office(request: Visit) -> HttpResponse:
    """This will let a person with seats in several offices say where they work now."""
    offices = offices_of(cast(Person, request.user), request.at)
    if request.method == "POST":
        chosen = next((office for office in offices if str(office.pk) == request.POST.get("office")), None)
        if chosen is None:
            raise NotFound("no_assignment")
        request.session[OFFICE] = str(chosen.pk)
        return redirect("/")
    return render(request, "accounts/choose_office.html", {"offices": offices, "crumbs": crumbs("Pilih kantor")})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def not_offered(request: Visit) -> HttpResponse:
    """This will close a door that allauth would open: accounts and addresses are the office's to make."""
    raise NotFound("account_by_office")
