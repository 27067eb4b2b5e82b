# kit's live part: pure parts by tables, models under QAbstractItemModelTester, and the feed against the real server.
delivery_test(tst_kit_book SOURCES tst_kit_book.cpp USES apps_kit LABELS apps)
delivery_test(tst_kit_models SOURCES tst_kit_models.cpp USES apps_kit LABELS apps)
delivery_test(tst_kit_feed SOURCES tst_kit_feed.cpp USES apps_kit fake_server delivery_wire Qt6::WebSockets LABELS apps TIMEOUT 300)
delivery_test(tst_kit_live SOURCES tst_kit_live.cpp
  USES apps_kit tests_support_city tests_support_proxy nlohmann_json::nlohmann_json LABELS apps TIMEOUT 300)
add_dependencies(tst_kit_live deliveryd delivery-sandbox)
delivery_test(tst_kit_broker SOURCES tst_kit_broker.cpp USES apps_kit LABELS apps)
delivery_test(tst_kit_workplace SOURCES tst_kit_workplace.cpp USES apps_kit fake_server PkgConfig::sqlite3 LABELS apps)
