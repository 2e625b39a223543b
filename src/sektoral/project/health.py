"""Says to a load balancer, a watchdog or Prometheus whether this process can do its work, and how much there is."""

import hmac

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sektoral.project import heartbeat, metrics
from sektoral.project.clock import real_now
from sektoral.records import schema
from sektoral.ui.guards import public

_HERE = frozenset({"127.0.0.1", "::1"})


@public
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """This will answer 200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


@public
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """This will answer 200 when the installation can do all its work, else 503 with what it lacks."""
    try:
        lacks = [name for name, is_there in _needs() if not is_there]
    except DatabaseError:
        lacks = ["database"]
    if lacks:
        return JsonResponse({"status": "unavailable", "lacks": lacks}, status=503)
    return JsonResponse({"status": "ok"})


@public
@require_safe
def read_metrics(request: HttpRequest) -> HttpResponse:
    """This will answer in the text form of Prometheus, to this machine or to who has the token; others see nothing."""
    if not _may_read(request):
        raise Http404
    return HttpResponse(metrics.text(at=real_now()), content_type=metrics.CONTENT_TYPE)


def _needs() -> list[tuple[str, bool]]:
    return [("migrations", schema.fits()), ("worker", heartbeat.is_alive(real_now()))]


def _may_read(request: HttpRequest) -> bool:
    """A proxy comes from this machine too, and says for whom it asks."""
    given = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN:
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    return request.META.get("REMOTE_ADDR") in _HERE and "X-Forwarded-For" not in request.headers
