"""What the sign-in page of a demo shows more."""

from collections.abc import Sequence

from django import template

from sektoral.accounts.demo import DemoAccount, demo_accounts

register = template.Library()


@register.simple_tag(name="demo_accounts")
def list_demo_accounts() -> Sequence[DemoAccount]:
    """This will list the accounts that anybody may use; none outside a demo."""
    return demo_accounts()
