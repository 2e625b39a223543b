"""Tables: the only Django app with models and migrations, and the journal that every action appends to."""
