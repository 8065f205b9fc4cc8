"""Layers, one direction: a test walks the imports and fails where an arrow points the wrong way."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = (
    "labels",
    "intervals",
    "types",
    "text",
    "attribution",
    "models",
    "predictor",
    "drift",
    "files",
    "batch",
    "labelling",
    "report",
    "spark",
    "serving",
    "terminal",
    "cli",
)
ONLY_IN = {
    "mlflow": {"stance/models/registry.py", "training/tracking.py"},
    "onnxruntime": {"stance/models/transformer/session.py", "stance/models/transformer/network.py"},
    "torch": {
        *(f"stance/models/transformer/{name}.py" for name in ("collator", "network", "finetuning", "trainer")),
        "training/benchmark/runtimes.py",
    },
    "transformers": {
        "stance/models/transformer/finetuning.py",
        "stance/models/transformer/trainer.py",
        "training/benchmark/peers.py",
        "training/benchmark/runtimes.py",
    },
    "pyspark": {"stance/spark.py"},
    "pickle": set(),
}


def modules() -> list[Path]:
    return sorted(path for package in ("stance", "training") for path in (ROOT / package).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def layer(module: str) -> int | None:
    parts = module.split(".")
    return LAYERS.index(parts[1]) if len(parts) > 1 and parts[1] in LAYERS else None


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for imported in imports(path):
        top = imported.split(".")[0]
        if name.startswith("stance."):
            assert top != "training", f"{name} imports {imported}"
            own, other = layer(name), layer(imported) if top == "stance" else None
            assert own is None or other is None or other <= own, f"{name} imports {imported}, which is above it"
        if top in ONLY_IN:
            assert path.relative_to(ROOT).as_posix() in ONLY_IN[top], f"{name} imports {imported}"


def test_every_module_of_the_package_has_a_layer() -> None:
    found = {path.stem if path.is_file() else path.name for path in (ROOT / "stance").iterdir()}
    assert found - {"__init__", "__main__", "__pycache__", "py"} == set(LAYERS)


def test_predicting_imports_neither_torch_nor_mlflow_nor_pandas() -> None:
    heavy = ("torch", "mlflow", "pandas")
    code = f"import sys, stance; stance.predict('He said so.'); print([m for m in {heavy} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert ran.stdout.strip() == "[]"


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, stance; print([m for m in ('numpy','scipy','sklearn','pyarrow','rich') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert ran.stdout.strip() == "[]"
