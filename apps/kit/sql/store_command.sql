INSERT INTO command(id, method, path, body, stored_at, undoable) VALUES(?1, ?2, ?3, ?4, ?5, ?6);
