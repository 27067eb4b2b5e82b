INSERT INTO state (kind, id, version, tail, body, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (kind, id) DO UPDATE SET version = ?3, tail = ?4, body = ?5, seal = ?6
