#include "server/sandbox/lifeline.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <QSocketNotifier>

namespace delivery::sandbox {
namespace {

/// Long enough for every commit; after it the kernel ends a program that hangs.
constexpr unsigned secondsToEnd = 5;
int signalWrite = -1;

void onSignal(int) {
    const char byte = 0;
    (void)!::write(signalWrite, &byte, 1);
    ::alarm(secondsToEnd);
}

}  // namespace

bool dieWithParent(std::optional<pid_t> parent) {
    const pid_t before = ::getppid();
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    // It may have died before the line above; then nobody will ever send the signal.
    const pid_t now = ::getppid();
    return now == parent.value_or(before) && now != 1;
}

Lifeline::Lifeline() {
    int ends[2] = {-1, -1};
    (void)!::pipe2(ends, O_CLOEXEC | O_NONBLOCK);
    m_read = ends[0];
    signalWrite = ends[1];
    auto* notifier = new QSocketNotifier(m_read, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        notifier->setEnabled(false);
        emit ended();
    });
    struct sigaction action {};
    action.sa_handler = onSignal;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
}

Lifeline::~Lifeline() {
    ::signal(SIGTERM, SIG_DFL);
    ::signal(SIGINT, SIG_DFL);
    ::close(m_read);
    ::close(signalWrite);
}

}  // namespace delivery::sandbox
