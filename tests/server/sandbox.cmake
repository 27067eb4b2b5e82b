delivery_test(tst_sandbox_payment SOURCES tst_sandbox_payment.cpp
  USES server_door_http Qt6::Network nlohmann_json::nlohmann_json LABELS server)
delivery_test(tst_sandbox_switches SOURCES tst_sandbox_switches.cpp
  USES server_door_http Qt6::Network nlohmann_json::nlohmann_json LABELS server)
delivery_test(tst_sandbox_others SOURCES tst_sandbox_others.cpp
  USES server_door_http Qt6::Network nlohmann_json::nlohmann_json LABELS server)
foreach(test tst_sandbox_payment tst_sandbox_switches tst_sandbox_others)
  add_dependencies(${test} delivery-sandbox)
  # QCOMPARE on JSON values would otherwise try every type that JSON turns into.
  target_compile_definitions(${test} PRIVATE JSON_USE_IMPLICIT_CONVERSIONS=0)
  set_target_properties(${test} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
endforeach()
