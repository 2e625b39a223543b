"""The commands of `sektoral`, one a module: each reads its input, makes one call, answers."""
