INSERT INTO meta (name, value, seal) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET value = ?2, seal = ?3
