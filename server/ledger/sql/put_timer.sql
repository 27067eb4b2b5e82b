INSERT INTO timer (kind, id, timer, due) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (kind, id, timer) DO UPDATE SET due = ?4
