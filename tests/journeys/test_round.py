"""A whole round through the pages, in every role, in a real browser with a real worker beside the server."""

from playwright.sync_api import Browser

from tests.journeys.servers import Server
from tests.journeys.story import CHAPTERS
from tests.journeys.walking import Walk


def test_a_whole_round_is_walked_through_the_pages_in_every_role(browser: Browser, office: Server) -> None:
    walk = Walk(browser, office)
    try:
        for chapter in CHAPTERS:
            chapter(walk)
    finally:
        walk.close()
    assert walk.faults == []
