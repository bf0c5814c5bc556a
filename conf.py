"""Sphinx's settings for the book. What takes more than a setting lives in docs/_ext."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "docs"))

from _ext import process  # noqa: E402

process.prepare()

from _ext import figures, gallery, inventories, repository, social, where  # noqa: E402

import tinynets  # noqa: E402

# The book's two addresses: where it is served, and where its sources are (if anywhere).
SITE = where.site()
REPOSITORY = repository.checked(os.environ.get("TINYNETS_REPOSITORY", ""))

project = "Tiny networks"
author = "The tinynets developers"
copyright = "2026, the tinynets developers. Text and figures: CC BY 4.0. Code: MIT"
version = release = tinynets.__version__
language = "en"

extensions = [
    "sphinx_gallery.gen_gallery",
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.doctest",
    "sphinx.ext.intersphinx",
    "numpydoc",
    "sphinx_proof",
    "sphinxcontrib.bibtex",
    "sphinx_design",
    "sphinx_copybutton",
    "sphinxext.opengraph",
    "notfound.extension",
    "sphinx_sitemap",
    "_ext.backlinks",
    "_ext.chapter_notebooks",
    "_ext.katex",
    "_ext.figures",
    "_ext.gallery",
    "_ext.navigation",
    "_ext.notebooks",
    "_ext.outputs",
    "_ext.folding",
    "_ext.install",
    "_ext.licences",
    "_ext.live",
    "_ext.markup",
    "_ext.outside",
    "_ext.parallel",
    "_ext.places",
    "_ext.quick",
    "_ext.quiz",
    "_ext.repository",
    "_ext.results",
    "_ext.scripts",
    "_ext.sections",
    "_ext.site_wheel",
    "_ext.social",
    "_ext.thesis",
    "_ext.unneeded",
    "_ext.worksheet",
]
exclude_patterns = [
    "_ext",
    "gallery/**.ipynb",
    "gallery/**.py",
    "reference/generated/backreferences",
]
# Pages look for templates from here, autosummary from docs/.
templates_path = ["docs/_templates", "_templates"]
suppress_warnings = ["config.cache"]
numfig = True

# Pages
myst_enable_extensions = [
    *("attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "substitution")
]
# Links to a section by its title: [text](page.md#the-title).
myst_heading_anchors = 2
myst_substitutions = {"repository": repository.phrase(REPOSITORY)}
nb_execution_mode = "cache"
nb_execution_cache_path = str(ROOT / "build" / "notebooks")
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True
bibtex_bibfiles = ["docs/references.bib"]
thesis_results = "../gallery/looking/how_often.json"
html_math_renderer = "katex"
katex_macros = {r"\R": r"\mathbb{R}", r"\Z": r"\mathbb{Z}", r"\relu": r"\operatorname{R}"}

# Gallery and reference
tinynets_site, tinynets_repository = SITE, REPOSITORY
sphinx_gallery_conf = gallery.settings(SITE, REPOSITORY)
autosummary_generate = True
# On many machines two files' names may not differ in case alone: a class beside a function.
autosummary_filename_map = {
    f"tinynets.{name}": f"tinynets.{name}-class"
    for name in ("Census", "Formula", "plot.Description")
}
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
intersphinx_mapping = inventories.mapping(ROOT / "build" / "inventories")
nitpicky = True
# A type variable has no page of its own.
nitpick_ignore = [("py:class", "tinynets.plot._describe.Picture")]

# Theme
html_theme = "furo"
html_title = project
html_baseurl = f"{SITE}/"
html_static_path = ["docs/_static"]
html_favicon = "docs/_static/favicon.svg"
html_css_files = ["book.css"]
html_js_files = [("scrolling.js", {"defer": "defer"})]
html_copy_source = False
html_show_sourcelink = False
html_domain_indices = False
html_scaled_image_link = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_theme_options = figures.theme_colours()
ogp_site_url = f"{SITE}/"
ogp_social_cards = {"enable": False}
ogp_image, ogp_image_alt = social.CARD, social.ALT
notfound_urls_prefix = f"{where.below(SITE)}/"
notfound_context = social.not_found(where.below(SITE))
sitemap_url_scheme = "{link}"
sitemap_excludes = [f"{page}.html" for page in social.HIDDEN]
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
