"""The API keeps what its description promises, asked at random by schemathesis with good and with bad questions."""

from contextlib import suppress
from typing import Any

import pytest
import schemathesis
import time_machine
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance  # a cursor is any text, and mostly not ours

from sektoral.records.models import Release
from sektoral.ui.limits import Limit
from tests.integration.api.test_keyed import a_key
from tests.releasing import table_of
from tests.rounds import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.once]
EXAMPLES = 12  # of each operation and mode


@pytest.mark.filterwarnings("ignore")
def test_no_question_breaks_the_api_or_what_its_description_promises(
    released: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("check", "take"):
        monkeypatch.setattr(Limit, name, lambda *_: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        with time_machine.travel(released.now, tick=False):
            asked = _ask_everything(released)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    assert len(asked) > 12


def _ask_everything(scene: Scene) -> list[str]:
    django = get_wsgi_application()

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        return django({"REMOTE_ADDR": "127.0.0.1", **environ}, start_response)

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    out, key = Release.objects.get(), a_key(scene)
    real = {
        "office": scene.office.slug, "agency": "dinkes", "table": table_of(scene, "dinkes").code,
        "period": out.period, "edition": out.edition, "codelist": "wilayah",
    }  # fmt: skip
    asked = []
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        asked.append(operation.label)
        for mode in GenerationMode:
            try:
                cases = operation.as_strategy(generation_mode=mode)
            except Exception:  # noqa: BLE001, S112  there is nothing to ask wrongly
                continue
            _ask(cases, real, key)
    return asked


def _ask(cases: "st.SearchStrategy[Any]", real: dict[str, object], key: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(cases, st.booleans(), st.booleans())
    def check(case: Any, is_real: bool, has_key: bool) -> None:
        if is_real:
            case.path_parameters = {**(case.path_parameters or {}), **{
                name: value for name, value in real.items() if name in (case.path_parameters or {})
            }}  # fmt: skip
        headers = {"Authorization": f"Bearer {key}"} if has_key else {}
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    with suppress(Unsatisfiable):  # nothing can be asked wrongly where nothing can be asked
        check()
