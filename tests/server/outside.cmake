delivery_test(tst_outside_card_issuer SOURCES tst_outside_card_issuer.cpp USES server_outside LABELS server)
delivery_test(tst_outside_vault SOURCES tst_outside_vault.cpp USES server_outside LABELS server)
delivery_test(tst_outside_http_answer SOURCES tst_outside_http_answer.cpp USES server_outside LABELS server)
delivery_test(tst_outside_payment_client SOURCES tst_outside_payment_client.cpp
  USES server_outside Qt6::Network LABELS server)
delivery_test(tst_outside_effects SOURCES tst_outside_effects.cpp USES server_outside LABELS server)
delivery_test(tst_outside_sandbox SOURCES tst_outside_sandbox.cpp
  USES server_outside Qt6::Network nlohmann_json::nlohmann_json LABELS server)
delivery_test(tst_outside_messages SOURCES tst_outside_messages.cpp USES server_outside LABELS server)
delivery_test(tst_outside_solapi SOURCES tst_outside_solapi.cpp
  USES server_outside Qt6::Network nlohmann_json::nlohmann_json LABELS server)
add_dependencies(tst_outside_sandbox delivery-sandbox)
add_dependencies(tst_outside_solapi delivery-sandbox)
# QCOMPARE on JSON values would otherwise try every type that JSON turns into.
target_compile_definitions(tst_outside_sandbox PRIVATE JSON_USE_IMPLICIT_CONVERSIONS=0)
set_target_properties(tst_outside_sandbox PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
delivery_test(tst_outside_geocoder SOURCES tst_outside_geocoder.cpp
  USES server_outside tests_support_proxy Qt6::Network nlohmann_json::nlohmann_json LABELS server)
add_dependencies(tst_outside_geocoder delivery-sandbox)
target_compile_definitions(tst_outside_solapi PRIVATE JSON_USE_IMPLICIT_CONVERSIONS=0)
set_target_properties(tst_outside_solapi PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
