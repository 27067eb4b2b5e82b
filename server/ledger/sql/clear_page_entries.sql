DELETE FROM page_index WHERE page = ?1
