SELECT position, kind, id, version, at, type, type_version, body, actor, cause, hash, seal
FROM event WHERE kind = ?1 AND id = ?2 ORDER BY version DESC LIMIT 2
