# One line per target. A room links only what it names, so the table in docs/ARCHITECTURE.md is the link graph.
#
#   delivery_library(NAME [QT] SOURCES … [USES public…] [PRIVATE private…])
#   delivery_program(NAME [QT] SOURCES … [USES …])
#   delivery_test(NAME SOURCES … [USES …] [LABELS …] [TIMEOUT seconds] [SERIAL])

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

# moc 6.4.2 stops at <compare>, <concepts>, <ranges> or <numbers> when one of them is the first std header it meets.
# A file of ours with its full path: moc writes what it was given into its dependencies, and ninja would look for "version" forever.
set(CMAKE_AUTOMOC_MOC_OPTIONS --include ${CMAKE_CURRENT_LIST_DIR}/moc_first.h)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # With a precompiled header ccache only looks into its memory when told that time stamps and macros of it do not matter.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
endif()

set(DELIVERY_SANITIZE "" CACHE STRING "Sanitizers for everything of ours, for example address,undefined")

add_custom_target(sanitized_tests)

# GCC is the compiler whose warnings are errors; clang only fuzzes. GCC 12 sees uninitialized members in every optional that
# it has inlined twice; ASan's lane looks for the real ones.
add_library(delivery_flags INTERFACE)
target_compile_options(delivery_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wconversion -Wno-sign-conversion
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> $<$<CXX_COMPILER_ID:GNU>:-Werror>)
target_include_directories(delivery_flags INTERFACE ${CMAKE_SOURCE_DIR}/libdelivery ${CMAKE_SOURCE_DIR})
if(DELIVERY_SANITIZE)
  add_compile_options(-fsanitize=${DELIVERY_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${DELIVERY_SANITIZE})
endif()

function(delivery_library name)
  cmake_parse_arguments(ARG "QT" "" "SOURCES;USES;PRIVATE" ${ARGN})
  add_library(${name} ${ARG_SOURCES})
  if(ARG_QT)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
  endif()
  target_link_libraries(${name} PUBLIC ${ARG_USES} PRIVATE delivery_flags ${ARG_PRIVATE})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/libdelivery ${CMAKE_SOURCE_DIR})
endfunction()

function(delivery_program name)
  cmake_parse_arguments(ARG "QT" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  if(ARG_QT)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
  endif()
  target_link_libraries(${name} PRIVATE delivery_flags ${ARG_USES})
endfunction()

# What every test of a folder reads anyway, read once: QtTest costs a file 2 s. One per folder, because Qt's macros name it; only where
# there are many.
function(delivery_precompiled folder result)
  set(target tests_${folder}_precompiled)
  if(NOT TARGET ${target})
    add_library(${target} OBJECT ${CMAKE_SOURCE_DIR}/tests/support/precompiled.cpp)
    target_link_libraries(${target} PRIVATE delivery_flags Qt6::Test Qt6::Network nlohmann_json::nlohmann_json)
    target_compile_options(${target} PRIVATE -O0 $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
    target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests/support/precompiled.h)
  endif()
  set(${result} ${target} PARENT_SCOPE)
endfunction()

function(delivery_test name)
  cmake_parse_arguments(ARG "SERIAL" "TIMEOUT" "SOURCES;USES;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${name} PRIVATE delivery_flags Qt6::Test ${ARG_USES})
  # What a test itself does is not what costs time; compiling it is.
  target_compile_options(${name} PRIVATE -O0 $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  # Each test holds what it links: in release they took 5 GB, nearly all of it lines for a debugger.
  target_link_options(${name} PRIVATE $<$<CONFIG:Release>:-Wl,--strip-debug>)
  get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  if(folder MATCHES "^(core|server|e2e)$")
    delivery_precompiled(${folder} precompiled)
    target_link_libraries(${name} PRIVATE Qt6::Network)
    target_precompile_headers(${name} REUSE_FROM ${precompiled})
    # Empty where a test includes its own moc file.
    set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${name}_autogen/mocs_compilation.cpp
      PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  endif()
  target_compile_definitions(${name} PRIVATE
    DELIVERY_SOURCE_DIR="${CMAKE_SOURCE_DIR}" DELIVERY_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  # The folder is the label: "ctest -L core". Those of core and server run again under the sanitizers.
  if(folder STREQUAL "core" OR folder STREQUAL "server")
    add_dependencies(sanitized_tests ${name})
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${folder};${ARG_LABELS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
  if(ARG_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
