delivery_test(tst_http_reader SOURCES tst_http_reader.cpp USES server_door_http LABELS server)
delivery_test(tst_http_server SOURCES tst_http_server.cpp USES server_door_http Qt6::Network LABELS server)
delivery_test(tst_http_limits SOURCES tst_http_limits.cpp USES server_door_http Qt6::Network LABELS server)
delivery_test(tst_http_tls SOURCES tst_http_tls.cpp USES server_door_http Qt6::Network LABELS server)
