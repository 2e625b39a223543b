"""The rounds of an office, the newest first: several steps begin with them."""

from sektoral.records.models import Office, Omission, Round

LATEST = 12  # as many as a list offers to choose from


def latest_rounds(office: Office) -> list[Round]:
    """This will list the office's latest rounds."""
    return list(Round.objects.filter(office=office).order_by("-opened_at")[:LATEST])


def latest_round(office: Office) -> Round | None:
    """This will give the round that was opened last."""
    return Round.objects.filter(office=office).order_by("-opened_at").first()


def chosen_round(office: Office, key: str) -> Round | None:
    """This will give the round that was chosen among the latest, else the newest; another office's is not there."""
    rounds = latest_rounds(office)
    return next((one for one in rounds if str(one.pk) == key), next(iter(rounds), None))


def omissions_of(round_: Round) -> list[Omission]:
    """This will list the agencies that the round leaves out, in the order in which the office lists its agencies."""
    return list(round_.omissions.select_related("agency").order_by("agency__position", "agency__name"))
