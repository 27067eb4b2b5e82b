DELETE FROM page_count WHERE page = ?1
