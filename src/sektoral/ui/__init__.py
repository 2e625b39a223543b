"""What pages share: the base template, components, formats, guards, and the sentences for people."""
