"""Data terbuka: what anybody may see of the bank, under addresses that last. No sign-in, no personal data."""
