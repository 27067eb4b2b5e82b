#include "record/read.h"
#include "record/record.h"
#include "record/shapes_replies.h"

namespace delivery::record {

std::string encode(const desk::Reply& reply) { return writeRow(reply); }
Expected<desk::Reply> decodeReply(const std::string& body) {
    return readRow<desk::Reply>("a reply", body);
}

std::string encode(const saga::Call& call) { return writeRow(call); }
Expected<saga::Call> decodeCall(const std::string& body) {
    return readRow<saga::Call>("a call", body);
}

std::string encode(const notice::Message& message) { return writeRow(message); }
Expected<notice::Message> decodeMessage(const std::string& body) {
    return readRow<notice::Message>("a message", body);
}

}  // namespace delivery::record
