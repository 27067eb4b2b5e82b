SELECT kind, id FROM event GROUP BY kind, id
UNION SELECT kind, id FROM state
