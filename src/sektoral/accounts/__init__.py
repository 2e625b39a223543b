"""Signing in, second factors, and the page of a person about themself."""
