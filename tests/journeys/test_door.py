"""The first thing anybody sees: the sign-in page of a fresh installation."""

from playwright.sync_api import Page

from tests.browser import serious_faults
from tests.journeys.servers import Server


def test_a_stranger_is_led_to_a_sign_in_page_that_everybody_can_use(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/akun/login/")
    assert page.locator("html").get_attribute("lang") == "id"
    assert page.get_by_role("textbox").first.is_visible()
    assert serious_faults(page) == []


def test_the_sign_in_page_fits_a_telephone(server: Server, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{server.address}/akun/login/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
