INSERT INTO effect (id, kind, due, tries, since, body, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (id) DO UPDATE SET kind = ?2, due = ?3, tries = ?4, since = ?5, body = ?6, seal = ?7
