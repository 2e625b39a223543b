"""Rules as data, such as `laki + perempuan == total`: valid, invalid, or undecided for want of an input.

A rule is one line, described in docs/rules.md; it is parsed with `ast` and an allow-list, never compiled or executed.
How it is called:

1. `tables.parse_rule_of(table, defined)` parses a table's rule, once; or `parsing.parse_rule(text, names=…)` parses a
   rule over any columns. Both raise `RuleUnreadable`, whose text tells its author what to mend, and where.
2. `rule.names`, `rule.references` and `rule.periods_back` say what it uses: of its own rows, of other tables, of
   earlier periods.
3. `rule.judge(rows, surroundings)` gives a `Judgement` for each row, or a single one where the rule is about the whole
   table (`rule.is_over_table`). `rows` are values by row code and column code; `tables.rows_of(table, figures)` makes
   them. `surroundings` supply other tables and earlier periods; what they do not have is undecided.

Work is bounded: a rule has at most 500 characters, and each of its parts is reckoned once for each row at most.
"""
