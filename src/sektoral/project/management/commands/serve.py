"""Serves the pages with granian. The worker that does what follows from events is `sektoral work`."""

import logging
import os

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from sektoral.domain.papers import SigningService
from sektoral.project.gate import READING_AT_ONCE, THREADS
from sektoral.records import schema
from sektoral.records.models import Office

log = logging.getLogger(__name__)

APPLICATION = "sektoral.project.wsgi:application"


class Command(BaseCommand):
    """Prepares static files and the cache, then serves until it is told to stop."""

    help = "Melayani halaman web (granian). Jalankan `sektoral work` di sampingnya."

    def add_arguments(self, parser: CommandParser) -> None:
        """This will read where to listen and with how many processes and threads."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=1, help="one for each two cores is plenty")
        parser.add_argument("--threads", type=int, default=4, help="requests that each process answers at once")

    def handle(self, *, host: str, port: int, processes: int, threads: int, **_: object) -> None:
        """This will refuse an unsafe configuration or a database that is behind, then serve."""
        self.check(include_deployment_checks=False)
        schema.check_fits()
        warn_of_test_certificate()
        prepare()
        serve(host=host, port=port, processes=processes, threads=threads)


def warn_of_test_certificate() -> None:
    """This will write one line of the log where a server's letters have no legal force, or cannot be signed yet."""
    if settings.DEMO:
        return
    offices = Office.objects.filter(signing_service=SigningService.TEST).order_by("slug")
    if slugs := list(offices.values_list("slug", flat=True)):
        log.warning(
            "letters of %s %s; choose BSrE on the page Layanan tanda tangan",
            ", ".join(slugs),
            "are signed with the TEST CERTIFICATE and have no legal force"
            if settings.TEST_SIGNATURES
            else "cannot be signed: the TEST CERTIFICATE is for trials, and SEKTORAL_TEST_SIGNATURES is not set",
        )


def prepare() -> None:
    """This will make the cache's table and, on a server, gather the static files.

    Their folder is made here and by no other command: root runs some of those, and this server's account fills it.
    """
    call_command("createcachetable", verbosity=0)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if not (settings.DEMO or settings.DEBUG):
        call_command("collectstatic", interactive=False, verbosity=0)


def serve(*, host: str, port: int, processes: int = 1, threads: int = 4) -> None:
    """This will listen at `host:port` until SIGINT or SIGTERM."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ[THREADS] = str(threads)
    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=READING_AT_ONCE + 4 * threads,  # most of them wait for bodies; pages are made by `threads`
        websockets=False,
        log_access=False,  # `access_log` tells it without addresses
        log_dictconfig=settings.LOGGING,
    ).serve()
