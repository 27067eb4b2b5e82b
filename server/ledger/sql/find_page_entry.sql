SELECT 1 FROM page_index WHERE page = ?1 AND lookup = ?2 AND part = ?3 AND sort = ?4 AND row_key = ?5
