"""How much of the machine the sandbox may take, as an installation sets it."""

from sektoral.adapters.sandbox.caps import AGENCY, BULK, Limits, changed
from sektoral.project.env import BadSetting, Env


def limits_of(env: Env) -> Limits:
    """This will read the limits; `BadSetting` for a number that is none or a limit that does not exist."""
    try:
        limits = Limits(
            at_once=int(env.text("SEKTORAL_SANDBOX_AT_ONCE")),
            patience=float(env.text("SEKTORAL_SANDBOX_PATIENCE")),
            agency=changed(AGENCY, env.words("SEKTORAL_AGENCY_CAPS")),
            bulk=changed(BULK, env.words("SEKTORAL_BULK_CAPS")),
        )
    except ValueError as error:
        raise BadSetting(f"SEKTORAL_SANDBOX_… or SEKTORAL_…_CAPS: {error}") from error
    if limits.at_once < 1 or not 0 <= limits.patience < 3600:
        raise BadSetting("SEKTORAL_SANDBOX_AT_ONCE must be 1 or more, SEKTORAL_SANDBOX_PATIENCE below an hour")
    return limits
