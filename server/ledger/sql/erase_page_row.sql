DELETE FROM page_row WHERE rowid = ?1
