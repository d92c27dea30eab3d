"""An export as one Excel workbook: a sheet a table, with real types and no formula."""
