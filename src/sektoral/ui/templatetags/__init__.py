"""Template tags and filters; pages load them with `{% load sektoral %}`."""
