delivery_test(tst_wire_strict SOURCES tst_wire_strict.cpp USES delivery_wire LABELS core)
delivery_test(tst_wire_parse SOURCES tst_wire_parse.cpp USES delivery_wire LABELS core)
delivery_test(tst_wire_print SOURCES tst_wire_print.cpp USES delivery_wire nlohmann_json::nlohmann_json LABELS core)
delivery_test(tst_wire_random SOURCES tst_wire_random.cpp USES delivery_wire rapidcheck LABELS core)
