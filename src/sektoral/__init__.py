"""The procedure by which an Indonesian regency collects its sectoral statistics."""
