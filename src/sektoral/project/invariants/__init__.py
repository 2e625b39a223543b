"""What must always be true of an installation; `sektoral verify-all` tries every one of them."""

from sektoral.project.invariants.listing import INVARIANTS, Invariant, Outcome, verify

__all__ = ["INVARIANTS", "Invariant", "Outcome", "verify"]
