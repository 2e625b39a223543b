"""How a spreadsheet that is no instrument of ours is understood: its tables, and which of their cells answer ours."""
