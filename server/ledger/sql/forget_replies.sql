DELETE FROM reply WHERE rowid IN (SELECT rowid FROM reply WHERE at < ?1 ORDER BY at LIMIT ?2)
