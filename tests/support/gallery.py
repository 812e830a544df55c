"""Every public plot as a picture, in English, in Chinese and in grey, on one page: `make gallery`."""

import html
import sys
import time
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

from matplotlib import pyplot as plt
from plot_examples import EXAMPLES, Example

import tvet_games as tg

FOLDER = Path("build/gallery")

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Plots of tvet_games</title>
<style>
body {{ font-family: sans-serif; margin: 2em; }} img {{ width: 100%; border: 1px solid #ddd; }}
section div {{ display: grid; grid-template-columns: repeat(3, 1fr); gap: 1em; align-items: start; }}
</style></head><body>
<h1>Plots of tvet_games</h1><p>English, Chinese, and English in grey; sizes in inches.</p>
{sections}
</body></html>
"""

SECTION = "<section><h2>{title} ({width:.1f} × {height:.1f})</h2><div>{pictures}</div></section>"


def draw(example: Example, folder: Path) -> str:
    """Draw one example three times, and return its part of the page."""
    files = []
    for language in ("en", "zh"):
        tg.set_language(language)
        area = example.draw()
        files.append(folder / f"{example.title}.{language}.png")
        tg.save_figure(area, files[-1])
        width, height = area.get_figure(root=True).get_size_inches()
        plt.close(area.get_figure(root=True))
    tg.set_language("en")
    files.append(in_grey(files[0]))
    pictures = "".join(f'<img src="{html.escape(file.name)}" alt="{html.escape(file.stem)}">' for file in files)
    return SECTION.format(title=html.escape(example.title), width=width, height=height, pictures=pictures)


def in_grey(file: Path) -> Path:
    """Write the same picture without its colours."""
    from PIL import Image

    path = file.with_suffix("").with_suffix(".grey.png")
    with Image.open(file) as picture:
        picture.convert("L").save(path)
    return path


def main(wanted: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    chosen = [example for example in EXAMPLES if not wanted or example.plot.removeprefix("plot_") in wanted]
    sections = []
    for example in chosen:
        began = time.perf_counter()
        sections.append(draw(example, FOLDER))
        print(f"{example.title} {time.perf_counter() - began:.1f} s")
    page = FOLDER / "index.html"
    page.write_text(PAGE.format(sections="\n".join(sections)), encoding="utf-8")
    print(f"{len(chosen)} plots: {page}")


if __name__ == "__main__":
    main(sys.argv[1:])
