# The program itself, and what it is made of.
delivery_test(tst_deliveryd_configuration SOURCES tst_deliveryd_configuration.cpp USES server_compose
  LABELS server)
delivery_test(tst_deliveryd_log SOURCES tst_deliveryd_log.cpp USES server_compose LABELS server)
delivery_test(tst_deliveryd_process SOURCES tst_deliveryd_process.cpp
  USES tests_support_city Qt6::Core Qt6::Network nlohmann_json::nlohmann_json LABELS server TIMEOUT 300)
add_dependencies(tst_deliveryd_process deliveryd delivery-sandbox)
delivery_test(tst_rebuild_views SOURCES tst_rebuild_views.cpp
  USES server_ledger server_outside delivery_desk PkgConfig::sqlite3 Qt6::Core LABELS server TIMEOUT 3600)
add_dependencies(tst_rebuild_views deliveryd)
