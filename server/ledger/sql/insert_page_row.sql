INSERT INTO page_row (page, key, entries, body, seal) VALUES (?1, ?2, ?3, ?4, ?5)
