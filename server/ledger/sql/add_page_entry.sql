INSERT INTO page_index (page, lookup, part, sort, row_key) VALUES (?1, ?2, ?3, ?4, ?5)
