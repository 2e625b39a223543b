"""What Django may show of a request that broke down: never a secret, not even on the debug page of development."""

import re

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

_SECRET_FIELDS = re.compile(r"(?i)pass|code|kode|otp|nik|token|secret")


class NoSecretsFilter(SafeExceptionReporterFilter):
    """Strikes out what views mark as sensitive, and every posted field that is called like a secret."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """This will strike out always; Django's own filter does not where debug pages are on."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, object]:
        """This will give the posted fields with secrets struck out, whether their view is marked or not."""
        posted = super().get_post_parameters(request)
        return {
            name: self.cleansed_substitute if _SECRET_FIELDS.search(name) else value for name, value in posted.items()
        }
