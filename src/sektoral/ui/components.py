"""What a page shows, as frozen values; each has one template in `templates/components/` and one tag.

A query builds these; a template extends `base.html`, writes `{% load sektoral %}` and then `{% status row.status %}`.
`crumbs` in the context draws the trail; blocks of the base are `title`, `crumbs`, `content` and `after`. The style
guide (`/_gaya/` in a demo) shows all of them.

=========================  ====================================================  ==============================
value                      tag                                                   looks like
=========================  ====================================================  ==============================
`Status`                   `{% status s %}`, `{% status s bare=True %}`           chip: shape, word, colour
literals                   `{% chip "wait" "Perlu penjelasan" %}`                 the same
a state's enum             `{% state item.state %}`                              the same, from `domain/states`
`Clock` (`clocks.py`)      `{% jam clock %}`                                     segments a working day, words
`Figure`, `Fact`           `{% figures list %}`, `{% facts list %}`               large numbers, catalogue card
`Notice`, `Empty`          `{% notice n %}`, `{% empty e %}`                      what happened; what will be here
`Action`                   `{% action a %}`                                      button, link, refused button
`Found`                    `{% findings list %}`                                 where, what, remedy
`Progress`                 `{% progress p %}`                                    count, total, what now; polls
`LetterRow`                `{% letters rows "letter" %}`                         letters to tick
`Verdict`                  `{% verdict v %}`                                     the public answer
`pictures.GridRow`         `{% completeness rows %}`, `{% legend entries %}`      agencies by tables
`flow.Chart`               `{% lanes chart steps %}` (`pictures.StepRow`)        the SOP with the round in it
`charts.Drawing`           `{% sparkline d %}`                                   small series
`charts.Timeliness`        `{% timeliness t %}`                                  when agencies sent
`lists.ListPage`           `{% list_toolbar p %}`, `{% list_heads p %}`,          filter, sort,
                           `{% list_pages p %}`                                  page, export
a bound form field         `{% field form.reason %}`, `{% form_fields form %}`    label, help, input, error
a heroicon's name          `{% icon "arrow-down-tray" %}`                        drawing before a verb
=========================  ====================================================  ==============================

Filters: `tanggal`, `tanggal_pendek`, `hari`, `waktu`, `tanggal_waktu`, `angka`, `persen`, `ukuran_berkas`, `durasi`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a colour means; it never stands without its shape and a word."""

    IDLE = "idle"  # nothing yet
    RUN = "run"  # somebody is at it
    WAIT = "wait"  # needs you
    DONE = "done"  # finished
    BACK = "back"  # returned
    BAD = "bad"  # late or wrong


class Shape(StrEnum):
    """The drawing that goes with a tone: a symbol `#s-…` of the base template."""

    IDLE = "idle"  # ring
    RUN = "run"  # half disc
    WAIT = "wait"  # diamond
    DONE = "done"  # disc with tick
    BACK = "back"  # returning arrow
    BAD = "bad"  # triangle
    TICK = "tick"  # tick alone, for grids
    NIL = "nil"  # dash
    INFO = "info"  # square i, a remark
    LACK = "lack"  # three dots: not available


@dataclass(frozen=True, slots=True)
class Status:
    """A chip. `shape` follows the tone unless it is given."""

    tone: Tone
    word: str
    shape: Shape | None = None

    @property
    def symbol(self) -> Shape:
        """The shape that is drawn."""
        return self.shape or Shape(self.tone.value)


@dataclass(frozen=True, slots=True)
class Segment:
    """One bar of a clock, in the units of its SVG; `x` is text so that no locale gives it a comma."""

    x: str
    width: int
    used: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit and how much of it is used, in working days (a limit of hours has one segment).

    `words` say it ("Sisa 2 hari kerja"), `note` names the deadline ("Batas 25 November, 16.00").
    """

    tone: Tone
    words: str
    used: int
    total: int
    note: str = ""

    MOST = 10  # more segments than this would be too fine to count

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The bars from left to right; long limits are scaled to ten."""
        count = min(max(self.total, 1), self.MOST)
        used = min(self.used, self.total) * count // max(self.total, 1)
        width = 27 if count == 1 else 10
        return tuple(Segment(f"{13 * at}.5", width, at < used) for at in range(count))

    @property
    def width(self) -> int:
        """The width of the drawing."""
        return 28 if len(self.segments) == 1 else 13 * len(self.segments) - 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A large number with its label, and a few words behind it ("dari 39")."""

    label: str
    number: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a catalogue card; `url` makes the value a link, `note` stands small below it."""

    label: str
    value: str
    url: str = ""
    note: str = ""
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """A thing a person can do here. With `refusal` it stays visible, cannot be pressed, and says what is missing.

    With `post` it is a form of one button to `url`; with `form` it submits the form of that id; else it is a link.
    `icon` is a heroicon's name. One `primary` action a view.
    """

    label: str
    url: str = ""
    icon: str = ""
    primary: bool = False
    post: bool = False
    form: str = ""
    name: str = ""
    value: str = ""
    refusal: str = ""
    key: str = "tindakan"  # tells two refused actions of a page apart


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened, why, what to do, and the code to quote. An alert (`tone` bad) is read out at once."""

    tone: Tone
    title: str
    text: str = ""
    remedy: str = ""
    note: str = ""
    code: str = ""
    action: Action | None = None

    @property
    def role(self) -> str:
        """The ARIA role: only what is wrong interrupts."""
        return "alert" if self.tone is Tone.BAD else "status"


@dataclass(frozen=True, slots=True)
class Empty:
    """A place with nothing in it yet: what will be here, and what to do first."""

    title: str
    text: str = ""
    actions: tuple[Action, ...] = ()
    sketch: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as a page lists it; `number` also stands on its cell. `anchor` is the `id` of the list entry.

    `where` is the cell (`T04!F12`), `about` the same in words, `said` the agency's own explanation by `said_by`.
    """

    number: int
    status: Status
    where: str
    about: str
    what: str
    remedy: str = ""
    code: str = ""
    said: str = ""
    said_by: str = ""

    @property
    def anchor(self) -> str:
        """The id that a cell's number links to."""
        return f"temuan-{self.number}"


@dataclass(frozen=True, slots=True)
class Progress:
    """Long work under way: it is asked again every half second at `poll_url` until `finished`.

    Without a script the page offers `refresh_url`. A finished one shows `tone` and the `after` action.
    """

    title: str
    done: int
    total: int
    now: str = ""
    poll_url: str = ""
    refresh_url: str = ""
    finished: bool = False
    tone: Tone = Tone.RUN
    after: Action | None = None


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in a list; `value` is what its tick box sends, no box without it. `reason` explains its `status`."""

    title: str
    note: str
    url: str
    value: str = ""
    ticked: bool = True
    current: bool = False
    status: Status | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The large answer of the public pages."""

    status: Status
    text: str


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the trail; the last one has no address."""

    label: str
    url: str = ""


def crumbs(*steps: tuple[str, str] | str) -> Sequence[Crumb]:
    """This will make a trail of `("Putaran", "/putaran/")` pairs that ends with a plain label."""
    return tuple(Crumb(step) if isinstance(step, str) else Crumb(*step) for step in steps)
