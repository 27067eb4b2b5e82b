#include "tests/server/door_stage.h"

#include <QEventLoop>
#include <QNetworkReply>

#include <chrono>
#include <future>

#include "record/record.h"
#include "server/door/passwords.h"

namespace delivery::tests {

namespace {

const std::string& hashOfAll() {
    static const std::string hash = door::hashedPassword("demo1234").value_or("");
    return hash;
}

Actor person(const char* user, Role role, std::optional<StoreId> store = std::nullopt) {
    return {UserId{user}, role, store};
}

}  // namespace

Instant MovableClock::now() const {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count() + m_ahead};
}

door::DoorSettings DoorStage::generous() {
    door::DoorSettings settings;
    settings.commandsPerSecond = 1'000;
    settings.commandsBurst = 1'000;
    settings.allowedOrigins = {"https://shop.example"};
    return settings;
}

DoorStage::DoorStage(door::DoorSettings settings, std::unique_ptr<desk::Ledger> ledger)
    : m_ledger(std::move(ledger)), m_desk(*m_ledger, desk::Settings{}) {
    if (!m_desk.open()) qFatal("the desk did not open");
    shiftBehind = std::make_unique<shift::Shift>(*m_ledger, m_desk, clock, m_log, shift::Limits{});
    m_liveNews = std::make_unique<announce::Follower>(
        *shiftBehind, m_log, [this](const announce::News& news) {
            m_toDoor([this, all = news.announcements] {
                for (const auto& one : all) door->tell(one.role, one.id, one.text);
            });
            return true;
        });
    m_allNews = std::make_unique<announce::Follower>(
        *shiftBehind, m_log, [this](const announce::News& news) {
            const std::lock_guard lock(m_mutex);
            m_announced.insert(m_announced.end(), news.announcements.begin(),
                               news.announcements.end());
            return true;
        });
    shiftBehind->onCommitted([this](const shift::Committed& committed) {
        m_liveNews->wake(committed.position);
        m_allNews->wake(committed.position);
        if (!committed.effectsChanged) return;
        (void)shiftBehind->read([this](desk::LedgerReader& reader) { playProvider(reader); });
    });
    if (!shiftBehind->start()) qFatal("the shift did not start");
    door = std::make_unique<door::Door>(*shiftBehind, clock, m_log, std::move(settings));
    furnish();
    if (!door->start()) qFatal("the door did not start");
    m_toDoor = door->wayIn();
    door->onLiveAudience(
        [this](bool anybody) { anybody ? m_liveNews->resume() : m_liveNews->rest(); });
    m_allNews->start(std::nullopt);
    QObject::connect(&m_pulse, &QTimer::timeout, &m_pulse, [this] {
        m_liveNews->wake();
        m_allNews->wake();
    });
    m_pulse.start(100);
    m_server = std::make_unique<door::HttpServer>(*door);
    door->countServer(*m_server);
    const auto port = m_server->listen("127.0.0.1", 0);
    if (!port) qFatal("nothing to listen on");
    m_port = *port;
    m_base = "http://127.0.0.1:" + QByteArray::number(*port);
}

DoorStage::~DoorStage() {
    m_server->abortConnections();
    m_server.reset();
    shiftBehind->stop();
    door.reset();
    shiftBehind.reset();
}

void DoorStage::playProvider(desk::LedgerReader& ledger) {
    const auto due = ledger.effectsDue(clock.now() + minutes(1), 100);
    if (!due) return;
    for (const desk::EffectRow& effect : *due) {
        const auto call = record::decodeCall(effect.body);
        if (!call) continue;
        {
            const std::lock_guard lock(m_mutex);
            if (!m_performed.insert(effect.id).second) continue;
        }
        desk::Command outcome;
        using Kind = saga::Call::Kind;
        if (call->kind == Kind::Refund) {
            outcome = desk::RecordRefund{effect.id, call->orderId,
                                         order::RecordRefund::Refunded{call->amount}};
        } else if (provider == Provider::Approves) {
            outcome = desk::RecordCharge{
                effect.id, call->orderId, call->attempt,
                order::RecordCharge::Approved{PaymentKey{"pay-" + call->orderId.text()},
                                              call->amount, call->providerOrderId}};
        } else if (provider == Provider::Declines) {
            outcome = desk::RecordCharge{effect.id, call->orderId, call->attempt,
                                         order::RecordCharge::Declined{"REJECT_CARD"}};
        } else if (provider == Provider::CannotBeReached) {
            outcome = desk::RecordCharge{effect.id, call->orderId, call->attempt,
                                         order::RecordCharge::NotSent{}};
        } else {
            continue;
        }
        shiftBehind->submit(shift::systemEnvelope(std::move(outcome)), [](shift::Outcome) {});
    }
}

void DoorStage::must(const Actor& actor, desk::Command command) {
    desk::Envelope envelope = shift::systemEnvelope(std::move(command));
    envelope.actor = actor;
    std::promise<shift::Outcome> promise;
    auto waiting = promise.get_future();
    shiftBehind->submit(std::move(envelope), [&promise](shift::Outcome outcome) {
        promise.set_value(std::move(outcome));
    });
    const shift::Outcome outcome = waiting.get();
    if (outcome.kind != shift::Outcome::Kind::Done)
        qFatal("not done: %s", outcome.faultText.c_str());
    if (const auto* refusal = std::get_if<Refusal>(&*outcome.reply)) {
        qFatal("refused: %s", sentence(*refusal, Language::English).c_str());
    }
}

void DoorStage::furnish() {
    const auto account = [this](const char* user, Role role,
                                std::optional<StoreId> store = std::nullopt,
                                const char* name = nullptr) {
        must(systemActor(), desk::OpenAccount{UserId{user}, role, hashOfAll(), store,
                                              name == nullptr ? user : name, "010-0000-0000"});
    };
    for (const char* user : {"song", "kim"}) {
        account(user, Role::Customer);
        must(systemActor(), desk::AddCard{CardId{std::string{"card-"} + user}, CustomerId{user},
                                          "sealed", "sealed", "4330****1234"});
    }
    account("store1", Role::Store, StoreId{1});
    account("store2", Role::Store, StoreId{2});
    account("rider1", Role::Rider, std::nullopt, "송민수");
    account("rider2", Role::Rider);
    account("admin", Role::Admin);
    const Actor admin = person("admin", Role::Admin);
    shop::Profile profile;
    profile.name = "용산반점";
    profile.address = "서울 용산구 용산동";
    profile.place = {37'537'000, 126'981'000};
    must(admin, desk::OpenStore{StoreId{0}, UserId{"store1"}, profile});
    profile.name = "한남분식";
    must(admin, desk::OpenStore{StoreId{0}, UserId{"store2"}, profile});
    const Actor store1 = person("store1", Role::Store, StoreId{1});
    const Actor store2 = person("store2", Role::Store, StoreId{2});
    must(store1, desk::AddDish{StoreId{1}, {"탕수육", Won{10'000}, {}, std::nullopt, ""}});
    must(store1, desk::AddDish{StoreId{1}, {"짜장", Won{2'500}, {}, std::nullopt, ""}});
    must(store1, desk::AddDish{StoreId{1}, {"품절면", Won{5'000}, {}, 0, ""}});
    must(store2, desk::AddDish{StoreId{2}, {"김밥", Won{3'000}, {}, std::nullopt, ""}});
    must(store2, desk::PauseStore{StoreId{2}, "쉽니다", std::nullopt});
    for (const char* user : {"rider1", "rider2"}) {
        const Actor rider = person(user, Role::Rider);
        must(rider, desk::SetDuty{true});
        must(rider, desk::SetPosition{{37'536'000, 126'980'000}});
    }
}

QNetworkReply* DoorStage::send(const QByteArray& method, const QByteArray& path,
                               const QByteArray& body, const QByteArray& token,
                               const std::map<QByteArray, QByteArray>& headers) {
    QNetworkRequest request(QUrl::fromEncoded(m_base + path));
    if (!body.isEmpty()) request.setRawHeader("Content-Type", "application/json");
    // Where the door sends somebody is what is tested, not what is there.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    if (!token.isEmpty()) request.setRawHeader("Authorization", "Bearer " + token);
    for (const auto& [name, value] : headers) request.setRawHeader(name, value);
    // A custom HEAD would wait for the body that its length announces.
    if (method == "HEAD") return m_network.head(request);
    return m_network.sendCustomRequest(request, method, body);
}

Got DoorStage::finished(QNetworkReply* reply) {
    if (!reply->isFinished()) {
        QEventLoop loop;
        QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
    }
    Got got;
    got.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    for (const auto& [name, value] : reply->rawHeaderPairs()) {
        got.headers[name.toLower().toStdString()] = value.toStdString();
    }
    got.body = reply->readAll();
    const auto parsed = nlohmann::json::parse(got.body.toStdString(), nullptr, false);
    if (!parsed.is_discarded()) got.json = parsed;
    reply->deleteLater();
    return got;
}

Got DoorStage::call(const QByteArray& method, const QByteArray& path, const QByteArray& body,
                    const QByteArray& token, const std::map<QByteArray, QByteArray>& headers) {
    return finished(send(method, path, body, token, headers));
}

std::pair<Got, Got> DoorStage::both(const std::string& user1, const QByteArray& path1,
                                    const std::string& user2, const QByteArray& path2,
                                    const QByteArray& body) {
    const QByteArray token1 = tokenOf(user1);
    const QByteArray token2 = tokenOf(user2);
    QNetworkReply* first = send("PUT", path1, body, token1, {});
    QNetworkReply* second = send("PUT", path2, body, token2, {});
    Got one = finished(first);
    return {std::move(one), finished(second)};
}

QByteArray DoorStage::tokenOf(const std::string& user) {
    QByteArray& token = m_tokens[user];
    if (!token.isEmpty()) return token;
    const Got got =
        call("POST", "/auth/login",
             R"({"userId":")" + QByteArray::fromStdString(user) + R"(","password":"demo1234"})");
    if (got.status != 200) qFatal("login of %s: %d", user.c_str(), got.status);
    token = QByteArray::fromStdString(got.json.at("token"));
    return token;
}

std::vector<announce::Announcement> DoorStage::announced() {
    const std::lock_guard lock(m_mutex);
    return m_announced;
}

qint64 DoorStage::placed(const std::string& user) {
    const Got got = as(user, "POST", "/orders",
                       R"({"foodId":"탕수육","qty":1,"address":"서울 용산구 용산동 1-1"})");
    if (got.status != 201) qFatal("order: %d %s", got.status, got.body.constData());
    return got.json.at("id").get<qint64>();
}

void DoorStage::cooked(qint64 order) {
    const QByteArray ticket = "/foodCookings/" + QByteArray::number(order);
    as("store1", "PUT", ticket + "/accept", R"({"cookMinutes":20})");
    as("store1", "PUT", ticket + "/start");
    const Got got = as("store1", "PUT", ticket + "/finish");
    if (got.status != 200) qFatal("cook: %d %s", got.status, got.body.constData());
}

std::int64_t DoorStage::position() {
    const auto reader = m_ledger->reader();
    return (*reader)->lastPosition().value();
}

}  // namespace delivery::tests
