"""The board: where each round stands, agency by agency and table by table."""
