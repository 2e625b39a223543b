"""A person's own pages: settings, and the choice of an office for who has a seat in several."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from sektoral.accounts import actions
from sektoral.accounts.forms import SettingsForm
from sektoral.domain.errors import NotFound
from sektoral.records.models import Person
from sektoral.ui.components import crumbs
from sektoral.ui.guards import public, signed_in
from sektoral.ui.visit import OFFICE, Visit, offices_of


@signed_in
def settings(request: Visit) -> HttpResponse:
    """This will show and store what a person may change about themself."""
    person = cast(Person, request.user)
    initial = {"phone": person.phone, "theme": person.theme}
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_settings(person=person, **form.cleaned_data)
        messages.success(request, "Pengaturan Anda tersimpan.")
        return redirect("accounts:settings")
    offices = offices_of(person, request.at)
    page = {"form": form, "person": person, "offices": offices, "crumbs": crumbs("Pengaturan saya")}
    return render(request, "accounts/settings.html", page, status=422 if form.errors else 200)


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
def not_offered(request: Visit) -> HttpResponse:
    """This will close a door that allauth would open: accounts and addresses are the office's to make."""
    raise NotFound("account_by_office")
