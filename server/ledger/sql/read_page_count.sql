SELECT entries, seal FROM page_count WHERE page = ?1 AND lookup = ?2 AND part = ?3
