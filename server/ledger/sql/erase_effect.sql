DELETE FROM effect WHERE id = ?1
