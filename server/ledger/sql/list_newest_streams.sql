SELECT kind, id FROM event WHERE position > (SELECT max(position) FROM event) - ?1
