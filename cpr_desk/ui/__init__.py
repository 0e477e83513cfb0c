"""The window: the only layer that knows Qt."""

import builtins

import PySide6  # noqa: F401 - before what follows

# PySide wraps imports, for `from __feature__`, which we do not use: every later one would take 1.4 × longer.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
