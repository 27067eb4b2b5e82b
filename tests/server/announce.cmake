# The broker, who may come in, and what it is told.
delivery_test(tst_announce_gate SOURCES tst_announce_gate.cpp USES server_announce LABELS server)
delivery_test(tst_announce_broker SOURCES tst_announce_broker.cpp USES server_announce tests_support_mqtt LABELS server)
add_dependencies(tst_announce_broker delivery_broker_plugin)
