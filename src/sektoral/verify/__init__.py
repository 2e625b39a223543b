"""The public page that confirms a signed document by its QR code."""
