"""Pictures: drawn from the rows they are given. 图.

This package turns rows into SVG and HTML text.  It knows nothing of the database, of who may see what or of time:
whoever calls it has cut the rows to what the reader may see and says what day it is.
"""
