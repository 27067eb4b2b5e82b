#include "server/door/http_reply.h"

#include <array>

#include "server/door/http_text.h"

namespace delivery::door {
namespace {

std::string_view reasonOf(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Status";
    }
}

/// IMF-fixdate, in English whatever the locale.
std::string printDate(std::time_t seconds) {
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    const auto two = [](int n) {
        return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)};
    };
    return std::string(days[static_cast<std::size_t>(utc.tm_wday)]) + ", " + two(utc.tm_mday) +
           " " + months[static_cast<std::size_t>(utc.tm_mon)] + " " +
           std::to_string(1900 + utc.tm_year) + " " + two(utc.tm_hour) + ":" + two(utc.tm_min) +
           ":" + two(utc.tm_sec) + " GMT";
}

/// A value that came from a client must not be able to end its line.
void appendField(std::string& bytes, std::string_view name, std::string_view value) {
    bytes.append(name).append(": ");
    for (const char c : value) {
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
        if (!control || c == '\t') bytes.push_back(c);
    }
    bytes.append("\r\n");
}

bool isOfTheFront(std::string_view name) {
    return equalIgnoringCase(name, "content-length") || equalIgnoringCase(name, "connection") ||
           equalIgnoringCase(name, "date") || equalIgnoringCase(name, "transfer-encoding");
}

}  // namespace

std::string printReply(const HttpResponse& response, const ReplyTerms& terms) {
    const bool bodiless =
        response.status == 204 || response.status == 304 || response.status / 100 == 1;
    std::string bytes;
    bytes.reserve(response.body.size() + 384);
    bytes.append("HTTP/1.1 ")
        .append(std::to_string(response.status))
        .append(" ")
        .append(reasonOf(response.status))
        .append("\r\n");
    appendField(bytes, "Date", printDate(terms.date));
    if (!response.contentType.empty()) appendField(bytes, "Content-Type", response.contentType);
    if (!bodiless) appendField(bytes, "Content-Length", std::to_string(response.body.size()));
    for (const auto& [name, value] : response.headers) {
        if (!isOfTheFront(name)) appendField(bytes, name, value);
    }
    if (terms.closes) {
        appendField(bytes, "Connection", "close");
    } else if (terms.toHttp10) {
        appendField(bytes, "Connection", "keep-alive");
    }
    bytes.append("\r\n");
    if (!bodiless && !terms.toHead) bytes.append(response.body);
    return bytes;
}

}  // namespace delivery::door
