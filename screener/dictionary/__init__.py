"""The one source of names: columns, tables, measures, problem codes and flags."""
