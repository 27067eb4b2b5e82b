#include "server/compose/signals.h"

#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace delivery::compose {

namespace {

int ends[2] = {-1, -1};

/// In a signal handler little is allowed; one byte into a pipe is.
void handle(int) {
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(ends[1], &byte, 1);
}

int openPipe() {
    [[maybe_unused]] const int made = ::pipe2(ends, O_CLOEXEC | O_NONBLOCK);
    return ends[0];
}

}  // namespace

EndSignals::EndSignals(QObject* parent)
    : QObject(parent), m_notifier(openPipe(), QSocketNotifier::Read) {
    connect(&m_notifier, &QSocketNotifier::activated, this, &EndSignals::wokenUp);
    struct sigaction action {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
    // A client or a child that goes away is an error of its own write, not the end of everybody.
    std::signal(SIGPIPE, SIG_IGN);
}

void EndSignals::wokenUp() {
    char bytes[16];
    while (::read(ends[0], bytes, sizeof bytes) > 0) continue;
    emit asked();
}

}  // namespace delivery::compose
