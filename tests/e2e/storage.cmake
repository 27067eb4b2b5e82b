delivery_test(tst_e2e_clock SOURCES tst_e2e_clock.cpp USES server_compose)
target_compile_definitions(tst_e2e_clock PRIVATE
  DELIVERY_FAKETIME="/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/faketime/libfaketime.so.1")

set(needs_quarantine tests_support_mqtt)
foreach(part IN ITEMS quarantine backup apart)
  delivery_test(tst_e2e_${part} SOURCES tst_e2e_${part}.cpp
    USES tests_support_city ${needs_${part}} nlohmann_json::nlohmann_json Qt6::Network
      PkgConfig::sqlite3 TIMEOUT 300)
  add_dependencies(tst_e2e_${part} deliveryd delivery-sandbox)
endforeach()
