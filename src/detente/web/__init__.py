"""The workbench: one case in a browser, served to its own machine; every page says what the facade answers.

Pages are rendered here and need no script to be read or filled in; a little script makes them quicker. Long
work runs in processes of its own, so that a page is never kept waiting and a work can be stopped.
"""
