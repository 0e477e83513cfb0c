"""Pdfium serves one thread at a time: whoever touches it holds this lock."""

from threading import RLock

PDFIUM = RLock()
