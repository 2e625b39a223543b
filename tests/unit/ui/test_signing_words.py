"""Whatever a signing gateway can answer has a sentence, and says what to do."""

import ast
import inspect

import pytest

from sektoral.adapters.signatures import answers, bsre, bsre_v1, bsre_v2, line
from sektoral.domain.errors import Invalid
from sektoral.ui.messages import MESSAGES, remedy, sentence

BEGINNINGS = ("gateway_", "answer_", "certificate_", "passphrase_", "signer_", "nik_", "signing_", "document_f")
CODES = sorted(
    {
        node.value
        for module in (answers, bsre, bsre_v1, bsre_v2, line)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(BEGINNINGS)
    }
)


def test_the_codes_are_found() -> None:
    assert len(CODES) > 30
    assert {"passphrase_wrong", "gateway_timeout", "answer_unsigned", "certificate_expired"} <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_its_sentence_and_its_remedy(code: str) -> None:
    assert code in MESSAGES
    error = Invalid(code, said="Hal lain (2077, HTTP 400)")
    assert "…" not in sentence(error)
    assert remedy(error)
