SELECT page, key, entries, body, seal FROM page_row
