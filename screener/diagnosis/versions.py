"""Python, this program, and the packages it needs, each beside the least version it asks for."""

import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata

from screener import __version__
from screener.records.diagnosis import Check

DISTRIBUTION = "thesis-screener"
_LEAST_PYTHON = (3, 11)

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^]]*\])?\s*\(?(?:>=\s*([\d.]+))?[^;]*(?:;(.*))?")
_EXTRA = re.compile(r"""extra\s*==\s*["']([\w-]+)["']""")
# Extras for working on the program, not with it.
_FOR_DEVELOPERS = frozenset({"test", "dev"})


def version_checks() -> Iterator[Check]:
    """Yield a check for Python, the program, the platform and every package."""
    yield _python()
    yield Check("versions", "screener", "ok", __version__)
    yield Check("versions", "platform", "ok", f"{platform.system()} {platform.release()}, {platform.machine()}")
    try:
        required = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        remedy = "install it: pip install thesis-screener, or pip install -e . in a checkout"
        yield Check(
            "versions", "packages", "warning", "the program is not installed, so what it needs is unknown", remedy
        )
        return
    for line in required:
        check = package_check(line)
        if check is not None:
            yield check


def package_check(requirement: str) -> Check | None:
    """Return how one requirement is met; None for what only the program's developers need.

    Parameters
    ----------
    requirement : str
        A line of the distribution's metadata, such as ``pyarrow>=18; extra == "universe"``.
    """
    found = _REQUIREMENT.match(requirement)
    if found is None:
        return None
    name, least, marker = found[1], found[2] or "", found[3] or ""
    extra = _EXTRA.search(marker)
    if extra and extra[1] in _FOR_DEVELOPERS:
        return None
    wanted = f"{least} or later" if least else "any version"
    try:
        installed = metadata.version(name)
    except metadata.PackageNotFoundError:
        if extra:
            remedy = f"pip install 'thesis-screener[{extra[1]}]' adds it"
            return Check("versions", name, "ok", f"not installed; {wanted} is optional", remedy)
        return Check("versions", name, "error", "not installed", f"pip install '{name}>={least}'")
    if least and _numbers(installed) < _numbers(least):
        remedy = f"pip install --upgrade '{name}>={least}'"
        return Check("versions", name, "error", f"{installed}; {wanted} is needed", remedy)
    return Check("versions", name, "ok", f"{installed}; {wanted} is needed")


def _python() -> Check:
    least = ".".join(map(str, _LEAST_PYTHON))
    which = f"{platform.python_implementation()} {platform.python_version()}"
    finding = f"{which} at {sys.executable}; {least} or later is needed"
    if sys.version_info[:2] < _LEAST_PYTHON:
        return Check("versions", "Python", "error", finding, f"install Python {least} or later")
    return Check("versions", "Python", "ok", finding)


def _numbers(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version, without zeros at the end."""
    numbers = [int(part) for part in re.findall(r"\d+", re.split(r"[a-zA-Z+-]", version)[0])]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
