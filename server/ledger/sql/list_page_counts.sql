SELECT page, lookup, part, entries, seal FROM page_count
