#include <sys/random.h>

#include <cassert>

#include "server/shift/shift.h"

namespace delivery::shift {

void seed(desk::Envelope& envelope) {
    // At most 256 bytes at a time never fail once the kernel's source is ready: getentropy(3).
    const int filled = getentropy(envelope.random.data(), sizeof envelope.random);
    assert(filled == 0);
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
