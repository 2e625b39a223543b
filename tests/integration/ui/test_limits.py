"""By what a visitor is counted: one subscriber is one, however many addresses they have."""

import pytest
from django.test import RequestFactory

from sektoral.ui.limits import address_of

COUNTED = {
    "192.0.2.7": "192.0.2.7",
    "2001:db8:1:2:aaaa::1": "2001:db8:1:2::/64",
    "2001:db8:1:2:bbbb::9": "2001:db8:1:2::/64",
    "2001:db8:1:3::1": "2001:db8:1:3::/64",
    "::ffff:192.0.2.7": "192.0.2.7",
    "": "",
}


@pytest.mark.parametrize(("address", "counted"), COUNTED.items())
def test_an_address_counts_with_its_network(address: str, counted: str) -> None:
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=address)) == counted
