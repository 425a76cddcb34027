"""One file that proves a result: inputs, table rows, rows and record, recomputed on any machine."""
