SELECT position, kind, id, version, at, type, type_version, body, actor, cause, hash, seal
FROM event WHERE kind = ?1 AND id = ?2 AND version >= ?3 ORDER BY version LIMIT ?4
