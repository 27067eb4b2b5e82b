DELETE FROM page_row WHERE page = ?1
