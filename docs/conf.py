"""How the pages of this folder become a site: `make docs`. Nothing is fetched, neither here nor by a reader."""

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
