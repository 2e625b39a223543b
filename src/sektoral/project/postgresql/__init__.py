"""PostgreSQL as Django speaks to it, except that no answer is waited for without an end."""
