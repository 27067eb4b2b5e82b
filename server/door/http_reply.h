#pragma once
/// Prints answers as the bytes of HTTP/1.1.

#include <cstdint>
#include <ctime>
#include <string>

#include "server/door/http_server.h"

namespace delivery::door {

struct ReplyTerms {
    bool toHead = false;    ///< the length is told, the body is not sent
    bool toHttp10 = false;  ///< keeping the connection has to be said
    bool closes = false;
    std::time_t date = 0;  ///< seconds since 1970, UTC
};

std::string printReply(const HttpResponse& response, const ReplyTerms& terms);

}  // namespace delivery::door
