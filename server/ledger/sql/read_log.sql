SELECT position, kind, id, version, at, type, type_version, body, actor, cause, hash, seal
FROM event WHERE position > ?1 ORDER BY position LIMIT ?2
