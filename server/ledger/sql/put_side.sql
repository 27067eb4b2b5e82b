INSERT INTO side (kind, key, owner, body, seal) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (kind, key) DO UPDATE SET owner = ?3, body = ?4, seal = ?5
