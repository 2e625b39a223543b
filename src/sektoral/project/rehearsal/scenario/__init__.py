"""`sektoral rehearse --scenario`: events under a virtual clock, through the same actions as the pages."""

from sektoral.project.rehearsal.scenario.play import play, play_file

__all__ = ["play", "play_file"]
