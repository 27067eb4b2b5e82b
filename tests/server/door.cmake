delivery_test(tst_door_parts SOURCES tst_door_parts.cpp USES server_door PkgConfig::sodium LABELS server)
delivery_test(tst_door_openapi SOURCES tst_door_openapi.cpp USES server_door nlohmann_json::nlohmann_json LABELS server)

delivery_library(tests_support_door SOURCES ${CMAKE_CURRENT_LIST_DIR}/door_stage.cpp
  USES server_announce_follower server_door server_door_http server_shift delivery_desk delivery_record tests_support_ledger Qt6::Network
    nlohmann_json::nlohmann_json)
foreach(part IN ITEMS signing orders roles access reading refusals cards pictures nearby why)
  delivery_test(tst_door_${part} SOURCES tst_door_${part}.cpp USES tests_support_door LABELS server)
endforeach()
delivery_test(tst_door_live SOURCES tst_door_live.cpp USES tests_support_door Qt6::WebSockets LABELS server)
delivery_test(tst_announce_news SOURCES tst_announce_news.cpp USES tests_support_door LABELS server)
