"""Standar Data, metadata forms, code lists and the Daftar Data (Perpres 39/2019; Peraturan BPS 4 and 5/2020)."""
