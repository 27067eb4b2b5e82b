# The broker, who may come in, and what it is told.
delivery_test(tst_announce_gate SOURCES tst_announce_gate.cpp USES server_announce LABELS server)
delivery_test(tst_announce_broker SOURCES tst_announce_broker.cpp USES server_announce tests_support_mqtt LABELS server)
add_dependencies(tst_announce_broker delivery_broker_plugin)
foreach(part follower presence)
  delivery_test(tst_announce_${part} SOURCES tst_announce_${part}.cpp
    USES server_announce server_shift delivery_desk delivery_record tests_support_desk_city LABELS server)
endforeach()
delivery_test(tst_announce_mqtt SOURCES tst_announce_mqtt.cpp
  USES server_announce server_shift delivery_desk delivery_record tests_support_desk_city tests_support_mqtt LABELS server)
add_dependencies(tst_announce_mqtt delivery_broker_plugin)
