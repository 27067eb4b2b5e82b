INSERT INTO event (position, kind, id, version, at, type, type_version, body, actor, cause, hash, seal)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
