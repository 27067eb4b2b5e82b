# The HTTP front: used by the door and by delivery-sandbox.
delivery_library(server_door_http QT
  SOURCES http_server.cpp http_connection.cpp http_reader.cpp http_head.cpp http_target.cpp http_problem.cpp
    http_reply.cpp http_tls.cpp
  USES tl::expected Qt6::Core
  PRIVATE Qt6::Network Boost::headers)
