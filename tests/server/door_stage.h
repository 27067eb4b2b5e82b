#pragma once
/// A real door on real sockets before a real shift and desk; the provider is played, and the ledger
/// is in memory unless the test brings another.

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QString>
#include <QTimer>
#include <QUrl>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "desk/desk.h"
#include "server/announce/follower.h"
#include "server/door/door.h"
#include "server/door/http_server.h"
#include "server/shift/shift.h"
#include "tests/support/memory_ledger.h"

namespace delivery::tests {

/// The wall clock, moved by the test where it wants.
class MovableClock : public shift::Clock {
  public:
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] Moment moment() const override { return {now(), now()}; }
    void advance(Span span) { m_ahead += span.milliseconds; }

  private:
    std::atomic<std::int64_t> m_ahead = 0;
};

class SilentLog : public shift::Log {
  public:
    void line(shift::Level, std::string_view, std::string_view, std::string_view,
              std::string_view) override {}
};

/// What came back over HTTP.
struct Got {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    QByteArray body;
    nlohmann::json json;  ///< null where the body is none

    [[nodiscard]] std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string{} : found->second;
    }
};

/// How the played provider answers a charge.
enum class Provider { Approves, Declines, CannotBeReached, IsSilent };

class DoorStage {
  public:
    explicit DoorStage(door::DoorSettings settings = generous(),
                       std::unique_ptr<desk::Ledger> ledger = std::make_unique<MemoryLedger>());
    ~DoorStage();

    /// Limits out of the way: what is tested is something else.
    static door::DoorSettings generous();

    Got call(const QByteArray& method, const QByteArray& path, const QByteArray& body = {},
             const QByteArray& token = {}, const std::map<QByteArray, QByteArray>& headers = {});
    /// The same in two halves, so that other things happen in between.
    QNetworkReply* start(const QByteArray& method, const QByteArray& path, const QByteArray& body,
                         const QByteArray& token = {}) {
        return send(method, path, body, token, {});
    }
    static Got finished(QNetworkReply* reply);
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    /// Signs in once and remembers the token.
    QByteArray tokenOf(const std::string& user);
    Got as(const std::string& user, const QByteArray& method, const QByteArray& path,
           const QByteArray& body = {}, const std::map<QByteArray, QByteArray>& headers = {}) {
        return call(method, path, body, tokenOf(user), headers);
    }
    /// Sends both without waiting between them.
    std::pair<Got, Got> both(const std::string& user1, const QByteArray& path1,
                             const std::string& user2, const QByteArray& path2,
                             const QByteArray& body = "{}");

    /// Places one 탕수육 for song; the order's number.
    qint64 placed(const std::string& user = "song");
    void cooked(qint64 order);
    std::int64_t position();
    /// Of the reply that is stored for a command.
    std::string fingerprintOf(const std::string& user, const std::string& command) {
        const auto row = (*m_ledger->reader())->reply({user, CommandId{command}});
        return row && *row ? (*row)->fingerprint : std::string{};
    }
    /// Submits by the side door and waits.
    void must(const Actor& actor, desk::Command command);

    MovableClock clock;
    std::atomic<Provider> provider = Provider::Approves;
    std::unique_ptr<shift::Shift> shiftBehind;
    std::unique_ptr<door::Door> door;

    [[nodiscard]] QByteArray base() const { return m_base; }
    /// Every announcement so far, in order, whether anybody is on /live or not.
    std::vector<announce::Announcement> announced();

  private:
    void playProvider(desk::LedgerReader& ledger);
    void furnish();
    QNetworkReply* send(const QByteArray& method, const QByteArray& path, const QByteArray& body,
                        const QByteArray& token, const std::map<QByteArray, QByteArray>& headers);

    SilentLog m_log;
    std::unique_ptr<desk::Ledger> m_ledger;
    desk::CommandDesk m_desk;
    std::mutex m_mutex;
    std::set<std::string> m_performed;
    std::vector<announce::Announcement> m_announced;
    std::function<void(std::function<void()>)> m_toDoor;
    std::unique_ptr<announce::Follower> m_liveNews;
    std::unique_ptr<announce::Follower> m_allNews;
    QTimer m_pulse;
    std::unique_ptr<door::HttpServer> m_server;
    QNetworkAccessManager m_network;
    QByteArray m_base;
    std::uint16_t m_port = 0;
    std::map<std::string, QByteArray> m_tokens;
};

}  // namespace delivery::tests
