SELECT seq, id, method, path, body, stored_at, undoable FROM command WHERE seq = ?1;
