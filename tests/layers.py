"""The import rules, for `python -m`: run as a module, import-linter only defines its command and ends well."""

from importlinter.cli import lint_imports_command

if __name__ == "__main__":
    lint_imports_command()
