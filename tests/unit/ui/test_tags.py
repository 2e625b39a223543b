"""Each component's tag draws its value: word with shape and colour, escaped text, and a way on."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import timezone

from sektoral.domain.states import ItemState
from sektoral.ui.components import Action, Fact, Notice, Progress, Shape, Status, Tone
from sektoral.ui.forms import Form, ReasonField, UploadField


def draw(text: str, **values: object) -> str:
    return Template("{% load sektoral %}" + text).render(Context(values))


@pytest.mark.parametrize("shape", list(Shape))
def test_every_shape_has_a_symbol(shape: Shape) -> None:
    assert f'id="s-{shape}"' in draw('{% include "components/sprite.html" %}')


def test_a_status_is_word_shape_and_colour() -> None:
    drawn = draw("{% status s %}", s=Status(Tone.BACK, "Dikembalikan"))
    assert "tone-back" in drawn
    assert 'href="#s-back"' in drawn
    assert "Dikembalikan" in drawn


def test_a_state_is_drawn_from_the_rules() -> None:
    assert "Nihil" in draw("{% state s bare=True %}", s=ItemState.NIL)


def test_what_people_wrote_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    drawn = draw("{% notice n %}{% facts f %}", n=Notice(Tone.BAD, evil, evil), f=[Fact("Nama", evil)])
    assert "<script" not in drawn


def test_a_refused_action_cannot_be_pressed_and_says_why() -> None:
    drawn = draw(
        "{% action a %}", a=Action("Tutup putaran", "/tutup/", post=True, refusal="33 tabel belum.", key="tutup")
    )
    assert 'aria-disabled="true"' in drawn
    assert 'aria-describedby="tolak-tutup"' in drawn
    assert 'id="tolak-tutup">33 tabel belum.' in drawn
    assert "/tutup/" not in drawn


def test_an_action_that_changes_something_is_a_form_with_its_token() -> None:
    drawn = draw("{% action a %}", a=Action("Kirim", "/kirim/", post=True), csrf_token="abc")
    assert 'method="post"' in drawn
    assert 'name="csrfmiddlewaretoken" value="abc"' in drawn


def test_running_work_polls_and_offers_a_link_without_script() -> None:
    running = Progress("Membuat surat", 1200, 3900, poll_url="/p/", refresh_url="/r/")
    drawn = draw("{% progress p %}", p=running)
    assert 'hx-trigger="every 500ms"' in drawn
    assert "1.200 dari 3.900" in drawn
    assert 'max="3900" value="1200"' in drawn
    assert '<noscript><p class="small mt-1"><a href="/r/">' in drawn


def test_finished_work_stops_polling() -> None:
    assert "hx-" not in draw("{% progress p %}", p=Progress("Selesai", 3, 3, poll_url="/p/", finished=True))


def test_filters_follow_the_office_zone() -> None:
    moment = datetime(2026, 11, 19, 20, 5, tzinfo=UTC)
    with timezone.override(ZoneInfo("Asia/Jayapura")):
        drawn = draw("{{ m|tanggal }} {{ m|waktu }}", m=moment)
    assert drawn == "20 November 2026 05.05\u00a0WIT"


class Sample(Form):
    reason = ReasonField(help_text="Disimpan bersama putusan.")
    kind = forms.ChoiceField(label="Cara", choices=(("a", "Satu"), ("b", "Dua")), widget=forms.RadioSelect)
    file = UploadField(label="Berkas", most_bytes=10_000_000)
    sure = forms.BooleanField(label="Saya yakin", required=False)


def test_a_field_ties_label_help_and_error_to_its_input() -> None:
    drawn = draw("{% form_fields form %}", form=Sample({"reason": ""}, {}))
    assert '<label class="form-label" for="id_reason">Alasan' in drawn
    assert 'aria-describedby="id_reason_bantuan id_reason_galat"' in drawn
    assert 'id="id_reason_galat"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_radio_buttons_are_a_group_with_a_legend() -> None:
    drawn = draw("{% field form.kind %}", form=Sample())
    assert '<legend class="form-label">Cara</legend>' in drawn
    assert drawn.count('type="radio"') == 2


def test_a_file_tells_its_limit_to_the_script() -> None:
    assert 'data-max-bytes="10000000"' in draw("{% field form.file %}", form=Sample())


@pytest.mark.parametrize("status", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_page_stands_without_a_request(status: str) -> None:
    page = get_template(f"{status}.html").render()
    assert "<h1>" in page
    assert 'href="/"' in page
