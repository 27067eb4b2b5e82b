#include <sodium.h>

#include <cassert>

#include "server/shift/shift.h"

namespace delivery::shift {

void seed(desk::Envelope& envelope) {
    const int ready = sodium_init();
    assert(ready >= 0);
    randombytes_buf(envelope.random.data(),
                    envelope.random.size() * sizeof(envelope.random.front()));
}

desk::Envelope systemEnvelope(desk::Command command) {
    desk::Envelope envelope;
    envelope.actor = systemActor();
    envelope.keepReply = false;
    envelope.command = std::move(command);
    seed(envelope);
    envelope.id = CommandId{"system-" + std::to_string(envelope.random[0])};
    return envelope;
}

}  // namespace delivery::shift
