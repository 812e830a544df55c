"""How Sphinx builds the documentation; `make docs` calls it."""

import sys
from pathlib import Path

import tvet_games

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "tvet_games"
author = "The tvet_games developers"
copyright = author
version = release = tvet_games.__version__

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "myst_nb",
    "references",  # docs/extensions
]
exclude_patterns = ["extensions"]
templates_path = ["templates"]

html_theme = "furo"
html_title = "tvet_games"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False

nb_execution_mode = "off"  # docs/build.py has run them
nb_render_markdown_format = "myst"
myst_enable_extensions = ["dollarmath", "deflist", "colon_fence"]
myst_heading_anchors = 3
suppress_warnings = ["mystnb.unknown_mime_type"]  # sliders, which a page cannot move

autosummary_generate = True
autodoc_typehints = "none"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
add_module_names = False

html_math_renderer = "mathml"  # nothing is loaded from elsewhere
