"""Text from elsewhere as a screen, a database and a paper can hold it."""


def shown(text: str) -> str:
    """This will put � for each sign that is not seen: controls, half pairs, and what turns a line around."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
