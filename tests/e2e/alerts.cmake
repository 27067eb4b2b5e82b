delivery_test(tst_e2e_alerts SOURCES tst_e2e_alerts.cpp
  USES tests_support_city tests_support_mqtt nlohmann_json::nlohmann_json Qt6::Network TIMEOUT 300)
add_dependencies(tst_e2e_alerts deliveryd delivery-sandbox)
