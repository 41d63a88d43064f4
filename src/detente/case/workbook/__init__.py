"""A case as an Excel workbook: `writer.write_workbook` and `reader.read_workbook`, and their sheets."""
