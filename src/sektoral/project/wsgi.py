"""The application as a WSGI server sees it: Django's, behind the gate that reads bodies."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from sektoral.project.connections import bound_statements
from sektoral.project.gate import THREADS, Gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sektoral.project.settings")

pages = get_wsgi_application()
bound_statements(connections.settings["default"])

from sektoral.project.keeping.presence import announce  # noqa: E402  they ask the settings
from sektoral.project.middleware import MOST_BYTES  # noqa: E402

announce()
application = Gate(
    pages, at_once=int(os.environ.get(THREADS, "4")), most=MOST_BYTES, session=settings.SESSION_COOKIE_NAME
)
