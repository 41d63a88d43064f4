"""The arrow: sources -> record -> case -> analysis -> brief, kernels below, faces above."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "detente"
LAYERS = [
    "errors",
    "languages",
    "kernels",
    "sources",
    "record",
    "case",
    "analysis",
    "talks",
    "accord",
    "brief",
    "room",
    "cli",
    "web",
    "assistants",
]
APART = [{"talks", "accord"}, {"cli", "web"}, {"assistants", "web"}, {"assistants", "cli"}]
NUMERIC = {"kernels", "analysis", "talks", "accord"}
FACES = {"assistants", "cli", "web"}
ONLY_IN = {
    "axe_playwright_python": set(),
    "babel": {"languages"},
    "docx": {"brief/word", "case/draft"},
    "fastapi": {"web"},
    "fontTools": {"brief/pdf"},
    "lxml": {"brief/word", "case/draft"},
    "mcp": {"assistants"},
    "playwright": set(),
    "python_calamine": {"case/workbook"},
    "starlette": {"web"},
    "typst": {"brief/pdf"},
    "uvicorn": {"web"},
    "xlsxwriter": {"case/workbook"},
    "altair": {"brief/charts.py", "brief/charts"},
    "vl_convert": {"brief/charts.py", "brief/charts"},
    "jinja2": {"brief/render.py", "web"},
    "dask": {"talks/spread"},
    "distributed": {"talks/spread"},
    "icalendar": {"accord/calendars/file.py"},
    "jax": {"talks/learning"},
    "numba": {"kernels"},
    "numpyro": {"talks/learning"},
    "pyarrow": {"talks/spread"},
    "pycrfsuite": {"record/coding/extras"},
    "pydantic": {"web", "accord/language/readers", "case/readers", "talks/setting/readers"},
    "ray": {"talks/spread"},
    "rich": {"cli"},
    "ruamel": {"case/editing", "case/readers", "case/writer.py", "record/packs/nodes.py"},
    "scipy": {"accord", "analysis", "kernels", "talks"},
    "spacy": {"record/coding/extras"},
    "trafilatura": {"record/coding/extras"},
    "typer": {"cli"},
}
MODULES = sorted(p for p in SRC.rglob("*.py") if p.parent != SRC or p.stem == "errors")


def imported(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.append(node.module or "")
    return names


def own_layer(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_module_imports_only_from_lower_layers(path: Path) -> None:
    own = own_layer(path)
    for name in imported(path):
        root, _, rest = name.partition(".")
        if root == "numpy":
            assert own in NUMERIC, f"numpy belongs to {sorted(NUMERIC)}"
        if root != "detente":
            continue
        other = rest.split(".")[0]
        if own in FACES:
            assert other in {"", "errors", "languages", own}, f"a face knows the facade, not {other}"
            continue
        assert other in LAYERS, f"import {name} from where it is defined, not from the facade"
        assert own != "kernels" or other == "kernels", "kernels know no domain types"
        assert LAYERS.index(other) <= LAYERS.index(own), f"{own} may not import {other}"
        assert other == own or {own, other} not in APART, f"{own} and {other} stay apart"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_heavy_library_is_imported_only_where_it_belongs(path: Path) -> None:
    here = path.relative_to(SRC).as_posix()
    for name in imported(path):
        allowed = ONLY_IN.get(name.partition(".")[0])
        if allowed is not None:
            assert any(here == place or here.startswith(f"{place}/") for place in allowed), name


def test_scipy_altair_and_numba_are_imported_inside_functions() -> None:
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                heavy = {n.partition(".")[0] for n in names} & {"scipy", "altair", "numba", "vl_convert"}
                assert not heavy, f"{path.relative_to(SRC)} imports {heavy} at the top"
