delivery_library(tests_support_city
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/blocking_http.cpp ${CMAKE_CURRENT_LIST_DIR}/real_city.cpp
  USES Qt6::Core Qt6::Network nlohmann_json::nlohmann_json
  PRIVATE PkgConfig::sqlite3)
target_compile_definitions(tests_support_city PRIVATE DELIVERY_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
