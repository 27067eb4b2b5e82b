# A library to preload: not linked to anything.
add_library(dying_calls SHARED dying_calls.cpp)
target_link_libraries(dying_calls PRIVATE delivery_flags ${CMAKE_DL_LIBS})
set_target_properties(dying_calls PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
