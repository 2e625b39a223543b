"""Filters for Indonesian formats, and one inclusion tag a component (see `ui/components.py`)."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString

from sektoral.ui import filters
from sektoral.ui.charts import Drawing, Timeliness, timeliness_drawing
from sektoral.ui.components import (
    Action,
    Clock,
    Crumb,
    Empty,
    Fact,
    Figure,
    Found,
    LetterRow,
    Notice,
    Progress,
    Shape,
    Status,
    Tone,
    Verdict,
)
from sektoral.ui.flow import Chart
from sektoral.ui.flow_drawing import narrow, wide
from sektoral.ui.icons import icon as draw_icon
from sektoral.ui.lists import ListPage
from sektoral.ui.pictures import GridRow, LegendEntry, StepRow
from sektoral.ui.states import in_grid, status_of

register = template.Library()
register.filters.update(filters.register.filters)
Scope = dict[str, object]

# ── Small parts ────────────────────────────────────────────────────────────


@register.simple_tag
def icon(name: str) -> SafeString:
    """This will draw a heroicon before a verb: `{% icon "arrow-down-tray" %}`."""
    return draw_icon(name)


@register.inclusion_tag("components/status.html")
def status(status: Status, bare: bool = False) -> Scope:
    """This will draw a status chip; `bare` inside tables and lists."""
    return {"status": status, "bare": bare}


@register.inclusion_tag("components/status.html")
def chip(tone: str, word: str, shape: str = "", bare: bool = False) -> Scope:
    """This will draw a chip from literals: `{% chip "wait" "Perlu penjelasan" %}`."""
    return {"status": Status(Tone(tone), word, Shape(shape) if shape else None), "bare": bare}


@register.inclusion_tag("components/status.html")
def state(state: StrEnum, bare: bool = False) -> Scope:
    """This will draw the chip of a state of `domain/states.py`."""
    return {"status": status_of(state), "bare": bare}


@register.inclusion_tag("components/clock.html")
def jam(clock: Clock, bare: bool = False) -> Scope:
    """This will draw a clock: its segments and its words; `bare` without the deadline, where that stands beside it."""
    return {"clock": replace(clock, note="") if bare else clock}


@register.inclusion_tag("components/action.html", takes_context=True)
def action(context: Context, action: Action) -> Scope:
    """This will draw a button, a link, or a refused button with its reason."""
    return {"action": action, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(crumbs: Sequence[Crumb]) -> Scope:
    """This will draw the trail to this page."""
    return {"crumbs": crumbs}


# ── Blocks of a page ───────────────────────────────────────────────────────


@register.inclusion_tag("components/figures.html")
def figures(figures: Sequence[Figure]) -> Scope:
    """This will draw large figures in a row under rules."""
    return {"figures": figures}


@register.inclusion_tag("components/facts.html")
def facts(facts: Sequence[Fact]) -> Scope:
    """This will draw a catalogue card."""
    return {"facts": facts}


@register.inclusion_tag("components/notice.html", takes_context=True)
def notice(context: Context, notice: Notice) -> Scope:
    """This will draw a notice."""
    return {"notice": notice, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/empty.html", takes_context=True)
def empty(context: Context, empty: Empty) -> Scope:
    """This will draw a place with nothing in it yet."""
    return {"empty": empty, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/findings.html")
def findings(findings: Sequence[Found]) -> Scope:
    """This will list findings; the number of each is also on its cell."""
    return {"findings": findings}


@register.inclusion_tag("components/progress.html", takes_context=True)
def progress(context: Context, progress: Progress) -> Scope:
    """This will draw work under way; the fragment at `poll_url` renders this same tag."""
    return {"progress": progress, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/letters.html")
def letters(rows: Sequence[LetterRow], name: str = "letter") -> Scope:
    """This will list letters, with tick boxes named `name` where they have a value."""
    return {"rows": rows, "name": name}


@register.inclusion_tag("components/verdict.html")
def verdict(verdict: Verdict) -> Scope:
    """This will draw the public answer; it holds the page's `<h1>`."""
    return {"verdict": verdict}


# ── Pictures ───────────────────────────────────────────────────────────────


@register.inclusion_tag("components/completeness.html")
def completeness(rows: Sequence[GridRow]) -> Scope:
    """This will draw a mark a table, a row an agency; stored ones are pale ticks."""
    shown = [(row, [in_grid(mark.status) for mark in row.marks]) for row in rows]
    return {"rows": shown}


@register.inclusion_tag("components/legend.html")
def legend(entries: Sequence[LegendEntry]) -> Scope:
    """This will say what the marks of the grid mean, with their counts."""
    return {"entries": [(in_grid(entry.status), entry.count) for entry in entries]}


@register.inclusion_tag("components/sparkline.html")
def sparkline(drawing: Drawing) -> Scope:
    """This will draw a small series made by `charts.sparkline_drawing`."""
    return {"spark": drawing}


@register.inclusion_tag("components/chart_picture.html", takes_context=True)
def chart_picture(context: Context, url: str, words: str) -> Scope:
    """This will show a chart that has an address of its own, dark on dark pages, narrow on phones, its words below."""
    shell = context.get("shell")
    asked = f"{url}{'&' if '?' in url else '?'}"
    return {"url": url, "asked": asked, "words": words, "theme": getattr(shell, "theme", "auto")}


@register.inclusion_tag("components/timeliness.html")
def timeliness(strip: Timeliness) -> Scope:
    """This will draw when agencies sent, day by day, with the limit."""
    return {"strip": timeliness_drawing(strip)}


@register.inclusion_tag("components/lanes.html")
def lanes(chart: Chart, steps: Sequence[StepRow]) -> Scope:
    """This will draw the SOP's chart with this round in it, wide and narrow."""
    shown = {"steps": steps, "wide": wide(chart), "narrow": narrow(chart), "title": chart.title, "note": chart.note}
    return {**shown, "is_tall": chart.is_tall}


@register.inclusion_tag("components/lanes_picture.html")
def lane_picture(chart: Chart) -> Scope:
    """This will draw the SOP's chart by itself, without the table of steps beside it."""
    return {"picture": wide(chart), "css": "flow-alone", "key": "bagan-sop", "title": chart.title}


# ── Lists ──────────────────────────────────────────────────────────────────


@register.inclusion_tag("components/list_toolbar.html")
def list_toolbar(page: ListPage[object], exports: bool = True) -> Scope:
    """This will draw search, filters and the XLSX and CSV links of a list."""
    return {"page": page, "exports": exports}


@register.inclusion_tag("components/list_heads.html")
def list_heads(page: ListPage[object]) -> Scope:
    """This will draw the `<tr>` of heads, each a link that sorts."""
    return {"heads": page.heads}


@register.inclusion_tag("components/list_pages.html")
def list_pages(page: ListPage[object]) -> Scope:
    """This will say which rows are shown, and link to the earlier and later ones."""
    return {"page": page}


# ── Forms ──────────────────────────────────────────────────────────────────

CLASSES = {
    "checkbox": "form-check-input",
    "radioselect": "form-check-input",
    "checkboxselectmultiple": "form-check-input",
    "select": "form-select",
    "selectmultiple": "form-select",
}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hide_label: bool = False) -> Scope:
    """This will draw label, help, input and errors of a bound field of any Django form."""
    kind = bound.widget_type
    look = CLASSES.get(kind, "form-control")
    attrs: dict[str, str | bool] = {"class": f"{look} is-invalid" if bound.errors else look}
    described = [f"{bound.auto_id}_bantuan"] * bool(bound.help_text) + [f"{bound.auto_id}_galat"] * bool(bound.errors)
    if described:
        attrs["aria-describedby"] = " ".join(described)
    grouped = kind in {"radioselect", "checkboxselectmultiple"}
    control = "" if grouped else bound.as_widget(attrs=attrs)
    return {"bound": bound, "kind": kind, "control": control, "grouped": grouped, "hide_label": hide_label}


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: BaseForm) -> Scope:
    """This will draw all fields of a form, what is wrong with the whole first."""
    return {"form": form}


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """This will give the page's query string with some values changed, for links that keep the filters."""
    request: HttpRequest = context["request"]
    params = request.GET.copy()
    for key, value in changes.items():
        params.pop(key, None)
        if value not in (None, ""):
            params[key] = str(value)
    return f"?{params.urlencode()}" if params else "?"
