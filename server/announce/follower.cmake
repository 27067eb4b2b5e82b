# What is news to whom, for the broker's announcer and for /live.
delivery_library(server_announce_follower SOURCES follower.cpp news.cpp
  USES server_shift delivery_page delivery_record delivery_share delivery_wire)
