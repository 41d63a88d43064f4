"""How the pages of this folder become a site: `make docs`. Nothing is fetched, nor by its readers."""

project = "detente"
author = "The detente developers"
language = "en"

extensions = ["myst_parser"]
myst_heading_anchors = 4  # so that a link may lead to a heading, as it does where the pages are read as files
nitpicky = True

html_theme = "furo"  # light and dark, and narrow screens
html_title = "detente"
html_show_copyright = False
html_show_sourcelink = False
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_use_index = False
html_show_search_summary = False  # it would fetch pages, which a site opened from a folder may not
