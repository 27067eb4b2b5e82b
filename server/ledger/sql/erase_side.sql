DELETE FROM side WHERE kind = ?1 AND key = ?2
