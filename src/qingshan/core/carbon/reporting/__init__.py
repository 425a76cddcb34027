"""Monitoring reports: a run and its project as a document, a paper, a workbook, and proof-read."""
