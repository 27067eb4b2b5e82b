# The three apps together in one process, on one real city.
add_library(tests_three_windows STATIC ${CMAKE_CURRENT_LIST_DIR}/three_windows.cpp)
target_link_libraries(tests_three_windows PUBLIC apps_customer apps_store apps_rider tests_support_city
  nlohmann_json::nlohmann_json PRIVATE delivery_flags Qt6::Test)
delivery_test(tst_three_windows SOURCES tst_three_windows.cpp USES tests_three_windows TIMEOUT 600)
add_dependencies(tst_three_windows deliveryd delivery-sandbox)
# Not a test: scripts/screenshots renders docs/screens with it.
delivery_program(delivery-screens QT SOURCES ${CMAKE_CURRENT_LIST_DIR}/screens.cpp USES tests_three_windows Qt6::Test)
target_compile_definitions(delivery-screens PRIVATE DELIVERY_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
add_dependencies(delivery-screens deliveryd delivery-sandbox)
