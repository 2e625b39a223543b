"""The paragraphs of a letter as a person writes them: one field a part, one line a paragraph."""

from collections.abc import Sequence

from django import forms

from sektoral.domain.errors import Invalid
from sektoral.domain.letter_parts import Part, Text
from sektoral.domain.letter_texts import MOST_CHARACTERS, MOST_PARAGRAPHS, check_text, read_paragraphs
from sektoral.domain.letters import LetterKind
from sektoral.ui.forms import Form
from sektoral.ui.messages import explained

PARAGRAPHS_HELP = "Satu baris satu alinea. Boleh ditempel dari Word."
ITEMS_HELP = "Satu baris satu butir; nomornya dicetak sistem. Boleh ditempel dari Word."
LINE = 62  # characters in a line of the field, to make it as high as what stands in it


class TextForm(Form):
    """What a letter says, part by part; parts that are not shown keep their words.

    `seen` is the version of the office's wording that its author changed.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: object, kind: LetterKind, parts: Sequence[Part], now: Text, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.parts, self.now = kind, parts, now
        for part in parts:
            self.fields[part.name] = _field(part, now[part.name])

    def text(self) -> Text:
        """This will give what stands in the fields, whether or not it may be said."""
        typed = {part.name: str(self[part.name].value() or "") for part in self.parts}
        return {
            **self.now,
            **{part.name: read_paragraphs(typed[part.name], listed=part.listed) for part in self.parts},
        }

    def clean(self) -> None:
        """This will tell what a letter cannot say, at its part."""
        if self.errors:
            return
        try:
            check_text(self.kind, self.text())
        except Invalid as error:
            self.blame(error)

    def blame(self, error: Invalid) -> None:
        """This will show a refusal at the part that it names."""
        at = next((part.name for part in self.parts if part.title == error.facts.get("part")), None)
        self.add_error(at, explained(error))


def _field(part: Part, paragraphs: Sequence[str]) -> forms.CharField:
    rows = sum(2 + len(paragraph) // LINE for paragraph in paragraphs)
    return forms.CharField(
        label=part.title,
        initial="\n\n".join(paragraphs),
        max_length=MOST_PARAGRAPHS * MOST_CHARACTERS,
        help_text=ITEMS_HELP if part.listed else PARAGRAPHS_HELP,
        widget=forms.Textarea(attrs={"rows": min(max(rows, 2), 16), "lang": "id"}),
    )
