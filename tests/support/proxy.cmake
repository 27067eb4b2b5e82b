add_library(tests_support_proxy STATIC ${CMAKE_CURRENT_LIST_DIR}/fault_proxy.cpp
  ${CMAKE_CURRENT_LIST_DIR}/mqtt_proxy.cpp)
set_target_properties(tests_support_proxy PROPERTIES AUTOMOC ON)
target_link_libraries(tests_support_proxy PUBLIC Qt6::Core Qt6::Network PRIVATE delivery_flags)
target_include_directories(tests_support_proxy PUBLIC ${CMAKE_SOURCE_DIR})
