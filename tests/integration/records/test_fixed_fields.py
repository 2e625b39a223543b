"""What a row of evidence began with is never changed in silence: trying it is a fault of the program."""

import pytest

from sektoral.records.models import Submission
from tests.rounds import FIRST, Scene

pytestmark = pytest.mark.django_db


def test_a_fixed_field_that_was_changed_is_an_error_and_everything_stays() -> None:
    scene = Scene()
    scene.collecting("dinkes")
    submission = scene.submission(scene.upload("dinkes", FIRST))
    submission.version, submission.refusal_code = 9, "uji"
    for fields in (None, ["version"]):
        with pytest.raises(ValueError, match="Submission: version may not change"):
            submission.save(update_fields=fields)
    kept = Submission.objects.get(pk=submission.pk)
    assert (kept.version, kept.refusal_code) == (1, "")


def test_the_other_fields_are_stored_and_what_was_not_loaded_stays() -> None:
    scene = Scene()
    scene.collecting("dinkes")
    kept = scene.upload("dinkes", FIRST)
    submission = Submission.objects.defer("version", "file").get(pk=kept.pk)
    submission.refusal_code = "uji"
    submission.save()
    again = Submission.objects.get(pk=kept.pk)
    assert (again.version, again.file_id, again.refusal_code) == (kept.version, kept.file_id, "uji")
