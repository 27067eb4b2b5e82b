SELECT rowid, entries FROM page_row WHERE page = ?1 AND key = ?2
