SELECT count(*) FROM side WHERE kind = ?1
