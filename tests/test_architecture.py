"""The floors, rooms and gates of the package, read from its imports."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

import screener

PACKAGE = Path(screener.__file__).resolve().parent

GROUND = {"errors", "records", "dictionary", "expressions", "sessions", "csv_rows", "files", "file_lock", "filters"}
ROOMS = {"thesis", "prose", "events", "prices", "facts", "state", "calc", "report", "vault"}
# In the order they may build on each other: each imports only earlier ones.
USE_CASES = [
    "config",
    "fetch_settings",
    "lint",
    "reference",
    "fact_listing",
    "fact_lint",
    "fact_proposals",
    "theses",
    "drafting",
    "thesis_diff",
    "simulation",
    "pricing",
    "pulling",
    "importing",
    "verifying",
    "price_status",
    "statements",
    "study",
    "universe",
    "listing",
    "variant_options",
    "variants",
    "fingerprint",
    "overlap",
    "selection",
    "backtest",
    "sweep",
    "measures",
    "claims",
    "screening",
    "dossier",
    "completeness",
    "review",
    "export",
    "workspace",
    "demonstration",
    "layers",
    "completions",
    "diagnosis",
]
TOP = {"api", "cli", "frames", "__main__"}

# Who alone may import an outside library: file or folder inside the package.
GATES = {
    "yfinance": {"prices/yahoo"},
    "curl_cffi": {"prices/yahoo"},
    "sqlite3": {"prices/store", "prices/yahoo/cache_files.py"},
    "exchange_calendars": {"sessions"},
    "click": {"cli"},
    "rich": {"cli", "report/terminal.py", "report/terminal_columns.py"},
    "ruamel": {"thesis"},
    "platformdirs": {"config.py"},
    "pandas": {"api.py", "frames.py", "prices/yahoo", "sessions"},
    "pyarrow": {"prices/universe/arrow_rows.py"},
    "scipy": {"calc"},
    "genai_prices": {"facts/genai_prices.py"},
    "jinja2": {"report/page"},
    "markdown_it": {"prose", "thesis", "vault"},
    "markupsafe": {"report/page"},
    "xlsxwriter": {"report/workbook"},
}
LIGHT = (
    "genai_prices",
    "jinja2",
    "markdown_it",
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "xlsxwriter",
    "yfinance",
    "exchange_calendars",
    "rich",
    "ruamel",
)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def place(path: Path) -> str:
    """Return the floor's part a file belongs to: its top folder, or its own name."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path, *, only_at_import: bool = False) -> set[str]:
    """Return the dotted names a file imports; with ``only_at_import`` those that run when it is imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if only_at_import and isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                continue
            if only_at_import and isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
                continue
            if isinstance(child, ast.Import):
                found.update(alias.name for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{path}: relative import"
                found.add(child.module or "")
                found.update(f"{child.module}.{alias.name}" for alias in child.names)
            visit(child)

    visit(tree)
    return found


def own_imports(path: Path) -> set[str]:
    """Return the parts of the package that a file imports."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("screener.")} - {"__version__"}


def test_every_module_has_a_floor():
    known = GROUND | ROOMS | set(USE_CASES) | TOP | {"__init__"}

    assert {place(path) for path in modules()} <= known


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_only_downwards(path):
    part, used = place(path), own_imports(path)
    if part in GROUND:
        allowed = GROUND
    elif part in ROOMS:
        allowed = GROUND | {part}
    elif part in USE_CASES:
        allowed = GROUND | ROOMS | set(USE_CASES[: USE_CASES.index(part)])
    else:
        allowed = GROUND | ROOMS | set(USE_CASES) | TOP

    assert used <= allowed | {part, "__init__"}, f"{path.name} may not import {sorted(used - allowed)}"


@pytest.mark.parametrize("library", GATES)
def test_each_outside_library_has_one_gate(library):
    for path in modules():
        relative = path.relative_to(PACKAGE).as_posix()
        if any(name.split(".")[0] == library for name in imports(path)):
            assert any(relative == gate or relative.startswith(f"{gate}/") for gate in GATES[library]), relative


def test_the_clock_is_read_in_one_place():
    for path in modules():
        text = path.read_text(encoding="utf-8")
        if "datetime.now" in text or "date.today" in text or "time.time(" in text or "utcnow" in text:
            assert path.relative_to(PACKAGE).as_posix() == "cli/clock.py"


def test_calc_knows_no_files_no_printing_no_environment():
    for path in PACKAGE.joinpath("calc").rglob("*.py"):
        names = {name.split(".")[0] for name in imports(path)}

        assert not names & {"os", "pathlib", "io", "sys", "logging", "tempfile"}, path.name
        assert "print(" not in path.read_text(encoding="utf-8"), path.name


def test_nothing_heavy_is_imported_by_what_help_needs():
    reached, waiting = set(), [PACKAGE / "__main__.py", PACKAGE / "cli" / "main.py"]
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        for name in imports(path, only_at_import=True):
            assert name.split(".")[0] not in LIGHT, f"{path.name} imports {name} at once"
            if name.startswith("screener"):
                target = PACKAGE.parent.joinpath(*name.split("."))
                waiting.extend(each for each in (target.with_suffix(".py"), target / "__init__.py") if each.is_file())


def test_no_two_modules_import_each_other():
    graph: dict[str, set[str]] = defaultdict(set)
    names = {".".join(("screener", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in modules()}
    for name, path in names.items():
        graph[name] = {each for each in imports(path, only_at_import=True) if each in names}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name in done:
            return
        for each in sorted(graph[name]):
            walk(each, (*trail, name))
        done.add(name)

    for name in names:
        walk(name, ())


def test_no_file_grows_past_its_one_idea():
    longest = max(modules(), key=lambda path: len(path.read_text(encoding="utf-8").splitlines()))

    assert len(longest.read_text(encoding="utf-8").splitlines()) <= 400, longest
