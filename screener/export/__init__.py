"""Every table of a thesis written out: as a folder of CSV files, or as a workbook."""
