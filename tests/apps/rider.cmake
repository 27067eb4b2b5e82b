# The rider's window, driven as a person drives it, against the real server, broker and sandbox.
delivery_test(tst_rider_window SOURCES tst_rider_window.cpp
  USES apps_rider tests_support_city nlohmann_json::nlohmann_json TIMEOUT 300)
add_dependencies(tst_rider_window deliveryd delivery-sandbox)
