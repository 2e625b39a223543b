"""What changes the bank or who may see it, one verb family a file."""

from sektoral.bank.actions.storing import ReadCell, answered_cells, append, earlier_cells, withdraw

__all__ = ["ReadCell", "answered_cells", "append", "earlier_cells", "withdraw"]
