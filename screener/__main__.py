"""``python -m screener`` and the ``screener`` command."""

import gc
import sys

# Modules and rows of prices live as long as a run; looking for cycles among them took a twentieth of it.
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    # Imported here so that the module costs nothing when only looked at.
    from screener.cli.main import run  # noqa: PLC0415 - see above

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
