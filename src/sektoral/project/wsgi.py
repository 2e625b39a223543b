"""The application as a WSGI server sees it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sektoral.project.settings")

application = get_wsgi_application()

from sektoral.project.keeping.presence import announce  # noqa: E402  it asks the settings

announce()
