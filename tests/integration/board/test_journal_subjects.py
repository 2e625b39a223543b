"""What the journal tells of the bank and its surroundings is named in words and leads to its page."""

import re

import pytest
from django.db import models, transaction
from django.urls import reverse

from sektoral.board.queries.journal_data_subjects import DATA_READERS
from sektoral.board.queries.journal_subjects import subjects_of
from sektoral.records import journal
from sektoral.records.models import (
    ApiKey,
    BulkImport,
    Codelist,
    DataList,
    MetadataForm,
    PortalPush,
    Release,
    Remark,
    SelfAssessment,
    Table,
    Variable,
)
from tests.every_table import write_of_the_bank
from tests.rounds import BOTH, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db

TOLD_OF: tuple[type[models.Model], ...] = (
    ApiKey,
    BulkImport,
    Codelist,
    DataList,
    MetadataForm,
    PortalPush,
    Release,
    Remark,
    SelfAssessment,
    Table,
    Variable,
)


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes")
    write_of_the_bank(scene, scene.upload("dinkes", BOTH))
    code = BulkImport.objects.get().table.code
    Release.objects.update(code=code)
    Remark.objects.update(code=code)
    Codelist.objects.get_or_create(office=scene.office, code="uji", defaults={"name": "Uji"})
    return scene


def test_each_reader_names_what_it_reads_and_leads_to_it(scene: Scene) -> None:
    assert {model._meta.model_name for model in TOLD_OF} == DATA_READERS.keys()
    keys = {(str(one._meta.model_name), str(one.pk)) for model in TOLD_OF for one in model._default_manager.all()}
    assert {kind for kind, _ in keys} == DATA_READERS.keys()
    found = subjects_of(scene.by("kabid"), keys)
    assert found.keys() == keys
    unreached = {kind for (kind, _), subject in found.items() if not (subject.words and subject.url)}
    assert unreached == {"apikey"}  # the keys are the administrator's
    own = subjects_of(scene.by("admin"), [key for key in keys if key[0] == "apikey"])
    assert [subject.url for subject in own.values()] == [reverse("setup:api_keys")]


def test_the_journal_page_names_them_and_their_pages_open(scene: Scene) -> None:
    with transaction.atomic():
        journal.append("remark.written", office=scene.office, about=Remark.objects.get(), by=None, at=scene.now)
        journal.append("metadata.written", office=scene.office, about=MetadataForm.objects.get(), by=None, at=scene.now)
        journal.append("release.planned", office=scene.office, about=Release.objects.get(), by=None, at=scene.now)
    with visiting(scene, "kabid") as client:
        for area, words in (("remark", "Catatan atas"), ("metadata", "MS-Keg, "), ("release", "Rilis ")):
            page = client.get("/papan/jurnal/", {"jenis": area}).content.decode()
            links = re.findall(rf'href="([^"]+)"[^>]*>{words}', page)
            assert [client.get(link).status_code in (200, 302) for link in links] == [True], area
