"""Marks who may open a page. Every view carries one of these marks; a guard test holds that."""

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def public(view: View) -> View:
    """This will mark a view that anybody may open, signed in or not."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view
