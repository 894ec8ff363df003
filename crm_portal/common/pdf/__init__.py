"""PDFs that the portal makes of its own rows: asked for on a page, made by the worker, kept among the private files.

WeasyPrint is loaded by the worker alone (rendering.py), never by the process that serves pages.
"""
