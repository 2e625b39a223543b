"""The evidence bundle of a round: how it is packed, and the stand-alone script in it that checks it anywhere."""
