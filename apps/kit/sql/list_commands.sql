SELECT seq, id, method, path, body, stored_at FROM command ORDER BY seq;
