"""The board: the same services as the command line, for people who never open a terminal. 网页端.

Pages are drawn on the server and work without a script.  No rule lives here: a page reads a form, asks a service of
`tasks`, and shows what it said.
"""
