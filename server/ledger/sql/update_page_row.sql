UPDATE page_row SET entries = ?2, body = ?3, seal = ?4 WHERE rowid = ?1
