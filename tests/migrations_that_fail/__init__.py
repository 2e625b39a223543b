"""The migrations of `records`, and behind them one that fails on purpose: an upgrade must leave nothing of it."""

from sektoral.records import migrations

__path__ = [*__path__, *migrations.__path__]
