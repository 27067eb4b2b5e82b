# The door behind the HTTP front: routes, sessions, commands and questions.
set(door_resources ${CMAKE_CURRENT_BINARY_DIR}/door_resources.cpp)
add_custom_command(OUTPUT ${door_resources}
  COMMAND ${CMAKE_COMMAND} -DRESOURCES=${CMAKE_SOURCE_DIR}/resources -DOUT=${door_resources}
    -P ${CMAKE_CURRENT_SOURCE_DIR}/embed/embed_resources.cmake
  DEPENDS ${CMAKE_SOURCE_DIR}/resources/openapi.json
    ${CMAKE_CURRENT_SOURCE_DIR}/embed/embed_resources.cmake)

delivery_library(server_door QT
  SOURCES browser_pages.cpp cards.cpp pictures.cpp registrations.cpp
    door.cpp routes.cpp porter.cpp answers.cpp sessions.cpp passwords.cpp throttle.cpp looking.cpp narrowing.cpp
    ordering.cpp orders.cpp places.cpp tickets.cpp deliveries.cpp nearby.cpp why.cpp changes.cpp menu.cpp stores.cpp
    reviews.cpp signing.cpp people.cpp
    customers.cpp riders.cpp points.cpp admin.cpp webhooks.cpp ops.cpp live.cpp ${door_resources}
  USES server_door_http server_shift delivery_wire delivery_share delivery_record delivery_page delivery_place Qt6::Core Threads::Threads
  PRIVATE PkgConfig::sodium Qt6::Network Qt6::WebSockets)
