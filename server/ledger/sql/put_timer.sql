INSERT INTO timer (kind, id, timer, due, waits_for, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (kind, id, timer) DO UPDATE SET due = ?4, waits_for = ?5, seal = ?6
