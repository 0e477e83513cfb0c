"""Use cases that join services, imports and reports, shared by the window and the command line.

Workbook and PDF libraries are imported when first needed: a start never pays for them.
"""
