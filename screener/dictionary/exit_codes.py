"""How a command ends, as a number for scripts."""

from screener.errors import ExitCode

EXIT_CODES: dict[ExitCode, str] = {
    ExitCode.DONE: "Done; warnings and missing data may still stand on stderr",
    ExitCode.GATE: "A gate found something: thesis lint, facts lint, prices verify, --fail-on or doctor",
    ExitCode.USAGE: "Wrong usage, settings that cannot be read, or a thesis with errors; the message has the remedy",
    ExitCode.DATA: "Data is missing: nothing usable came, or anything asked for is missing under --strict",
    ExitCode.INTERRUPTED: "Interrupted with Ctrl-C; files are whole, and the next run goes on",
}
