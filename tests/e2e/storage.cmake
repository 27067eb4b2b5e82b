delivery_test(tst_e2e_clock SOURCES tst_e2e_clock.cpp USES server_compose)

foreach(part IN ITEMS quarantine backup)
  delivery_test(tst_e2e_${part} SOURCES tst_e2e_${part}.cpp
    USES tests_support_city nlohmann_json::nlohmann_json Qt6::Network PkgConfig::sqlite3 TIMEOUT 300)
  add_dependencies(tst_e2e_${part} deliveryd delivery-sandbox)
endforeach()
