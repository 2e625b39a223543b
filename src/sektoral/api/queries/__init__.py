"""What the API answers with, as frozen values; the OpenAPI description is drawn from them."""
