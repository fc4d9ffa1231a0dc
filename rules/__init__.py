"""Law and local protocol as dated data, and the pure functions that count with it.

Nothing here reads a clock, a file of the running system, a database or the network: standard library and
python-dateutil only (held by an import contract).
"""
