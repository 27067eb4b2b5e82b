DELETE FROM command WHERE seq = ?1;
