"""``python -m screener`` and the ``screener`` command."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    # Imported here so that the module costs nothing when only looked at.
    from screener.cli.main import run  # noqa: PLC0415 - see above

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
