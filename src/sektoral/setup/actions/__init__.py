"""What is done when an office is set up, one verb family a file."""

from sektoral.setup.actions.office import create_office

__all__ = ["create_office"]
