"""Registers `metadata` with Django, and tells the menu what waits for the Pembina, the Forum and the office."""

from django.apps import AppConfig


class MetadataConfig(AppConfig):
    name = "sektoral.metadata"
    label = "metadata"

    def ready(self) -> None:
        """This will offer the counts beside *Pembina*, *Forum* and *Metadata*."""
        from sektoral.metadata.queries.homes import count_waiting_items, count_waiting_lists
        from sektoral.metadata.queries.remarks import count_open
        from sektoral.ui.menu import count_with

        count_with("steward", count_waiting_items)
        count_with("forum", count_waiting_lists)
        count_with("remarks", count_open)
