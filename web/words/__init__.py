"""Words: the catalogue, labels, values, tables, refusals and their statuses."""
