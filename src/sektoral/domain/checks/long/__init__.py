"""The check of a long table: older series for the data bank, one line per period and row, the table's columns beside.

A hundred thousand lines are checked column by column: what is plainly in order is passed over in a few sweeps, and
only the cells that are not are looked at one by one, with the same rules as in an agency's workbook.
"""
