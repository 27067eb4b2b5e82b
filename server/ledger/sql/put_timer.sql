INSERT INTO timer (kind, id, timer, due, seal) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (kind, id, timer) DO UPDATE SET due = ?4, seal = ?5
