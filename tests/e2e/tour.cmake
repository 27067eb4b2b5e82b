delivery_test(tst_e2e_tour SOURCES tst_e2e_tour.cpp
  USES tests_support_city nlohmann_json::nlohmann_json Qt6::Network TIMEOUT 600)
add_dependencies(tst_e2e_tour deliveryd delivery-sandbox delivery)
