"""Build the documentation: run the notebooks, write what is generated, then Sphinx; a warning is an error.

    python docs/build.py [--without-notebooks] [--output FOLDER] [--sources FOLDER]

The site needs no network: build/docs/index.html. Its sources are put together in build/docs-sources, so that nothing
generated lies among those that are written by hand.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parent
ROOT = DOCS.parent
BUILD = ROOT / "build"
SOURCES = BUILD / "docs-sources"

sys.path.insert(0, str(DOCS / "extensions"))


def main() -> int:
    """Build; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the documentation.")
    parser.add_argument("--without-notebooks", action="store_true", help="take them as they are, without outputs")
    parser.add_argument("--output", type=Path, default=BUILD / "docs")
    parser.add_argument("--sources", type=Path, default=SOURCES, help="where the sources are put together")
    asked = parser.parse_args()
    notebooks = ROOT / "notebooks"
    if not asked.without_notebooks:
        notebooks = BUILD / "notebooks"
        if subprocess.run([sys.executable, ROOT / "notebooks" / "run.py", "--output", notebooks]).returncode:
            return 1
    put_together(asked.sources, notebooks)
    options = ["--builder", "html", "--fail-on-warning", "--keep-going", "--nitpicky", "--quiet", "--fresh-env"]
    code = subprocess.run([sys.executable, "-m", "sphinx", *options, asked.sources, asked.output]).returncode
    if not code:
        print(f"documentation: {asked.output / 'index.html'}")
    return code


def put_together(folder: Path, notebooks: Path) -> None:
    """Write the sources of the site: pages, notebooks, generated pages, the changelog."""
    from generated import write_all

    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DOCS, folder, ignore=shutil.ignore_patterns("__pycache__", "decisions", "build.py", "draw.py"))
    (folder / "notebooks").mkdir()
    for path in sorted(notebooks.glob("*.ipynb")):
        shutil.copy(path, folder / "notebooks" / path.name)
    for name in ("CHANGELOG.md",):
        shutil.copy(ROOT / name, folder / "reference" / name.lower())
    write_all(folder)


if __name__ == "__main__":
    sys.exit(main())
