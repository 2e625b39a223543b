"""EPSS: the self-assessment and its evidence (Peraturan BPS 3/2022)."""
