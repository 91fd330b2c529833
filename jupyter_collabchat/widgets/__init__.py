"""Notebook panels: ipywidgets whose views act as the browser's own user. Imports ipywidgets only when one is made."""
