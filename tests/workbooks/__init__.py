"""Small workbooks made by code: filled instruments with one fault each, and files that mean harm."""
