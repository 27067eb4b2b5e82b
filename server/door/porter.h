#pragma once
/// Carries visits to the shift and back: commands to the desk, questions to the readers, answers to
/// the door's thread.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "desk/command.h"
#include "desk/reply.h"
#include "place/gazetteer.h"
#include "server/door/door.h"
#include "server/door/passwords.h"
#include "server/door/registrations.h"
#include "server/door/sessions.h"
#include "server/door/throttle.h"
#include "server/door/visit.h"
#include "server/shift/shift.h"

namespace delivery::door {

/// Lets other threads come back to the door's thread for as long as the door stands.
class WayBack {
  public:
    /// Any thread. What is posted after the door is gone is dropped.
    void post(std::function<void()> work);
    /// The door's thread, last of all.
    void close();

  private:
    std::mutex m_mutex;
    std::unique_ptr<QObject> m_door = std::make_unique<QObject>();
};

/// One command with what belongs before and after it.
struct Errand {
    desk::Command command;
    /// Completes the command by looking, or finds that it concerns nothing the caller may see. Not
    /// asked for a repeat.
    std::function<Cleared<void>(Sight&, desk::Command&)> prepare = {};
    /// Shows what came of it. Runs on a reader's thread.
    std::function<Shown(Sight&, const desk::Accepted&)> show = {};
    /// On the door's thread, once the command was accepted.
    std::function<void()> accepted = {};
    /// On the door's thread, when the desk did not take the command or could not keep it.
    std::function<void()> notTaken = {};
    /// A refusal that says that a repeated DELETE has nothing left to do.
    std::function<bool(const Refusal&)> alreadyDone = {};
    /// A sign-up acts for somebody who is not signed in.
    std::optional<Actor> actor = std::nullopt;
    /// False for what nobody repeats under the same key: positions, logins.
    bool keepReply = true;
    /// False for what must always be possible, and for what the caller has counted already.
    bool throttled = true;
};

class Porter {
  public:
    Porter(shift::Shift& shiftBehind, const shift::Clock& wallClock, shift::Log& serverLog,
           DoorSettings doorSettings);
    ~Porter();

    /// Adds what every answer carries: what other origins may read, and that nothing is to be kept.
    void dress(const Visit& visit, HttpResponse& response) const;
    /// Sends the answer. The door's thread.
    void reply(const VisitPtr& visit, HttpResponse response);
    void refuse(const VisitPtr& visit, const Obstacle& obstacle);
    /// Asks a reader; its answer is sent.
    void ask(const VisitPtr& visit, std::function<Shown(Sight&)> question);
    /// Asks a reader and goes on with what it found, on the door's thread; or, before it refuses,
    /// with that nothing could be asked or found.
    template <class T>
    void askThen(const VisitPtr& visit, std::function<Cleared<T>(Sight&)> question,
                 std::function<void(T)> then, std::function<void()> failed = {});
    /// Checks, submits, waits and shows.
    void run(const VisitPtr& visit, Errand errand);
    /// Counts so many commands of the caller; false after having refused, when there are too many.
    [[nodiscard]] bool admits(const VisitPtr& visit, int commands = 1);
    /// Submits what follows from something else and may be done twice. Nobody waits for it; it is
    /// tried again until the desk has it.
    void follow(desk::Command command);
    /// Goes on with where the address lies, on the door's thread.
    void locate(const std::string& address, place::Geocoder::Found then);
    /// The visit's body, or nothing after having refused it.
    [[nodiscard]] std::optional<wire::JsonBody> body(const VisitPtr& visit);
    /// What was read from the body, or nothing after having refused it.
    template <class T>
    [[nodiscard]] std::optional<T> take(const VisitPtr& visit, wire::Read<T> read) {
        if (read) return std::move(*read);
        refuse(visit, read.error());
        return std::nullopt;
    }

    shift::Shift& shift;
    const shift::Clock& clock;
    shift::Log& log;
    const DoorSettings settings;
    SessionBook sessions;
    PasswordBench passwords;
    /// By account and address, and by address alone: who tries many names is no better.
    FailureBook failedLogins;
    FailureBook failedLoginsOfAddresses;
    Buckets commandsOfUsers;
    /// What the provider, or somebody in its name, says by webhook: altogether, and by payment.
    Buckets hints{50, 100};
    Buckets hintsOfPayments{1, 3};
    place::Gazetteer gazetteer;
    /// Who is asked where an address lies; the gazetteer where nobody else offered to.
    place::Geocoder* geocoder = &gazetteer;
    /// Copies the ledger into a file; nothing where nobody offered to.
    Door::Backup backup;
    Door::BrokerPlace brokerPlace;
    RegistrationBook registrations;
    CardOffice cardOffice;
    std::shared_ptr<WayBack> wayBack = std::make_shared<WayBack>();

  private:
    void followAgain();
    void submit(const VisitPtr& visit, std::shared_ptr<Errand> errand, desk::Envelope envelope);
    void prepareAndSubmit(const VisitPtr& visit, std::shared_ptr<Errand> errand,
                          desk::Envelope envelope);
    void heard(const VisitPtr& visit, const std::shared_ptr<Errand>& errand,
               const shift::Outcome& outcome);
    void show(const VisitPtr& visit, const std::shared_ptr<Errand>& errand,
              const desk::Accepted& accepted);

    /// What the desk had no room for.
    std::vector<desk::Command> m_owed;
    QTimer m_again;
};

template <class T>
void Porter::askThen(const VisitPtr& visit, std::function<Cleared<T>(Sight&)> question,
                     std::function<void(T)> then, std::function<void()> failed) {
    const auto stopped = [this, visit, failed = std::move(failed)](const Obstacle& obstacle) {
        if (failed) failed();
        refuse(visit, obstacle);
    };
    const bool taken = shift.read(
        [visit, question = std::move(question), then = std::move(then), stopped, back = wayBack,
         now = clock.now(),
         holdMax = shift.settings().deliveriesHeldMax](desk::LedgerReader& ledger) {
            Sight sight{&ledger, *visit, now, holdMax};
            auto found = std::make_shared<Cleared<T>>(question(sight));
            back->post([found, then, stopped] {
                if (*found) {
                    then(std::move(**found));
                } else {
                    stopped(found->error());
                }
            });
        },
        [stopped, back = wayBack] { back->post([stopped] { stopped(busy(1)); }); });
    if (!taken) stopped(busy(1));
}

}  // namespace delivery::door
