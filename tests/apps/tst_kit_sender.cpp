// A command is stored before it is sent, asked again under one id, and forgotten only when it is
// decided.

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <deque>

#include "apps/kit/command_sender.h"
#include "fake_server.h"

using namespace delivery;
using namespace delivery::kit;
using delivery::test::FakeReply;
using delivery::test::FakeServer;
using delivery::test::HeardRequest;
using delivery::test::problemReply;
using Wait = std::chrono::milliseconds;

namespace {

/// Time stands still but for the waits that are asked for, and those pass at once.
struct FastWorld {
    std::int64_t now = 1'700'000'000'000;
    std::uint64_t random = 0;
    std::vector<qint64> waits;
    Surroundings surroundings() {
        return {.utcMilliseconds = [this] { return now; },
                .random = [this] { return ++random << 40U; },
                .after =
                    [this](Wait wait, QObject* context, std::function<void()> then) {
                        if (wait.count() > 0) waits.push_back(wait.count());
                        now += wait.count();
                        QMetaObject::invokeMethod(context, std::move(then), Qt::QueuedConnection);
                    }};
    }
};

}  // namespace

class TestKitSender : public QObject {
    Q_OBJECT

    struct Client {
        Client(const QUrl& url, const QTemporaryDir& folder, FastWorld& world,
               Timeouts timeouts = {})
            : gateway(url, timeouts),
              session(gateway, "song", SessionFile(QString()), world.surroundings()),
              outbox(std::move(*CommandOutbox::open(folder.filePath("outbox.sqlite")))),
              sender(session, *outbox, world.surroundings()),
              decided(&sender, &CommandSender::decided),
              givenUp(&sender, &CommandSender::givenUp) {}
        Gateway gateway;
        Session session;
        std::unique_ptr<CommandOutbox> outbox;
        CommandSender sender;
        QSignalSpy decided;
        QSignalSpy givenUp;
        [[nodiscard]] int status() const { return decided.front().at(1).value<Answer>().status; }
    };
    const Request m_order{"POST", "/orders", R"({"foodId":"짜장","qty":1})"};

  private slots:
    void newCommand_whenItsFirstByteArrives_isOnDisk() {
        QTemporaryDir folder;
        FastWorld world;
        std::vector<QString> onDisk;
        FakeServer server([&](const HeardRequest&) {
            const auto outbox = CommandOutbox::open(folder.filePath("outbox.sqlite"));
            const auto stored = (*outbox)->unanswered();
            for (const StoredCommand& one : *stored) onDisk.push_back(one.id);
            return FakeReply{.status = 201};
        });
        Client client(server.url(), folder, world);
        const auto taken = client.sender.submit(m_order);
        QVERIFY(taken.has_value());
        QTRY_COMPARE(client.decided.size(), 1);
        QCOMPARE(onDisk, std::vector<QString>{taken->command.id});
        QCOMPARE(server.heard().front().key(), taken->command.id.toLatin1());
        QCOMPARE(server.heard().front().body, m_order.body);
        QCOMPARE(taken->command.id[14], u'7');
        client.sender.acknowledge(taken->command.id);
        QVERIFY(client.outbox->unanswered()->empty());
    }

    void secondStepOfAnOrder_waitsUntilTheFirstIsDecided() {
        QTemporaryDir folder;
        FastWorld world;
        int refusals = 2;
        FakeServer server([&](const HeardRequest& request) {
            const bool first = request.path.endsWith("/collect");
            return first && refusals-- > 0 ? FakeReply{.status = 503} : FakeReply{};
        });
        Client client(server.url(), folder, world);
        QVERIFY(client.sender.submit({"PUT", "/deliveries/7/collect", "{}"}).has_value());
        QVERIFY(client.sender.submit({"PUT", "/deliveries/7/deliver", "{}"}).has_value());
        QVERIFY(client.sender.submit({"PUT", "/deliveries/8/deliver", "{}"}).has_value());
        QTRY_COMPARE(client.decided.size(), 3);
        std::vector<QByteArray> ofSeven;
        for (const HeardRequest& one : server.heard()) {
            if (one.path.contains("/7/")) ofSeven.push_back(one.path.mid(14));
        }
        QCOMPARE(ofSeven, (std::vector<QByteArray>{"collect", "collect", "collect", "deliver"}));
    }

    void secondStepOfAnOrder_isKeptWithTheFirst() {
        QTemporaryDir folder;
        FastWorld world;
        FakeServer server([](const HeardRequest&) { return FakeReply{.status = 503}; });
        Client client(server.url(), folder, world);
        QVERIFY(client.sender.submit({"PUT", "/deliveries/7/collect", "{}"}).has_value());
        QVERIFY(client.sender.submit({"PUT", "/deliveries/7/deliver", "{}"}).has_value());
        QTRY_COMPARE(client.givenUp.size(), 2);
        QVERIFY(server.heard("PUT /deliveries/7/deliver").empty());
        QCOMPARE(client.outbox->unanswered()->size(), std::size_t{2});
    }

    void answer_whenNotAcknowledged_isAskedForAgain() {
        QTemporaryDir folder;
        FastWorld world;
        FakeServer server([](const HeardRequest&) { return FakeReply{.status = 201}; });
        QString id;
        {
            Client client(server.url(), folder, world);
            id = client.sender.submit(m_order)->command.id;
            QTRY_COMPARE(client.decided.size(), 1);
            QCOMPARE(client.outbox->unanswered()->size(), 1U);
            // Held while this one lives: nobody else continues it.
            Client other(server.url(), folder, world);
            QVERIFY(!other.sender.submit(m_order)->isContinued);
            QTRY_COMPARE(other.decided.size(), 1);
            other.sender.acknowledge(other.decided.front().at(0).toString());
        }
        Client again(server.url(), folder, world);
        const auto taken = again.sender.submit(m_order);
        QVERIFY(taken->isContinued);
        QCOMPARE(taken->command.id, id);
        QTRY_COMPARE(again.decided.size(), 1);
        again.sender.acknowledge(id);
        again.sender.acknowledge(id);
        QVERIFY(again.outbox->unanswered()->empty());
    }

    void failingRoad_whenTriesAreLeft_repeatsUnderOneId() {
        QTemporaryDir folder;
        FastWorld world;
        std::deque<FakeReply> replies{{.manner = FakeReply::Manner::Half},
                                      problemReply(503, "바쁨", ""),
                                      problemReply(429, "많음", ""),
                                      {.status = 201}};
        replies[1].headers = {{"Retry-After", "7"}};
        FakeServer server([&](const HeardRequest&) {
            const FakeReply reply = replies.front();
            replies.pop_front();
            return reply;
        });
        Client client(server.url(), folder, world);
        QVERIFY(client.sender.submit(m_order).has_value());
        QTRY_COMPARE(client.decided.size(), 1);
        QCOMPARE(client.status(), 201);
        QCOMPARE(server.heard().size(), 4U);
        for (const HeardRequest& request : server.heard()) {
            QCOMPARE(request.key(), server.heard().front().key());
        }
        QVERIFY2(std::any_of(world.waits.begin(), world.waits.end(),
                             [](qint64 wait) { return wait >= 7'000 && wait < 9'000; }),
                 "Retry-After was not obeyed");
    }

    void hangingUpServer_whenRunAgain_continuesTheSameCommand() {
        QTemporaryDir folder;
        FastWorld world;
        bool isKilled = true;
        FakeServer server([&](const HeardRequest&) {
            return isKilled ? FakeReply{.manner = FakeReply::Manner::HangUp}
                            : FakeReply{.status = 201};
        });
        QString firstId;
        {
            Client client(server.url(), folder, world);
            firstId = client.sender.submit(m_order)->command.id;
            QTRY_COMPARE(client.givenUp.size(), 1);
            QCOMPARE(client.givenUp.front().at(3).toBool(), false);
            QCOMPARE(client.outbox->unanswered()->size(), 1U);
        }
        isKilled = false;
        Client again(server.url(), folder, world);
        const auto taken = again.sender.submit(m_order);
        QVERIFY(taken->isContinued);
        QTRY_COMPARE(again.decided.size(), 1);
        for (const HeardRequest& request : server.heard()) {
            QCOMPARE(request.key(), firstId.toLatin1());
        }
        again.sender.acknowledge(firstId);
        QVERIFY(again.outbox->unanswered()->empty());
        QVERIFY(!again.sender.submit(m_order)->isContinued);
    }

    void refusal_whenHeard_isNotRepeated_data() {
        QTest::addColumn<int>("status");
        for (const int status : {400, 403, 404, 409, 422, 501}) {
            QTest::addRow("%d", status) << status;
        }
    }
    void refusal_whenHeard_isNotRepeated() {
        QFETCH(int, status);
        QTemporaryDir folder;
        FastWorld world;
        FakeServer server([&](const HeardRequest&) { return problemReply(status, "아니오", ""); });
        Client client(server.url(), folder, world);
        QVERIFY(client.sender.submit(m_order).has_value());
        QTRY_COMPARE(client.decided.size(), 1);
        QCOMPARE(client.status(), status);
        QCOMPARE(server.heard().size(), 1U);
        client.sender.acknowledge(client.decided.front().at(0).toString());
        QVERIFY(client.outbox->unanswered()->empty());
    }

    void undecided_whenHeardOnce_staysStored_data() {
        QTest::addColumn<int>("status");
        for (const int status : {401, 425, 500}) QTest::addRow("%d", status) << status;
    }
    void undecided_whenHeardOnce_staysStored() {
        QFETCH(int, status);
        QTemporaryDir folder;
        FastWorld world;
        FakeServer server([&](const HeardRequest&) { return problemReply(status, "음", ""); });
        Client client(server.url(), folder, world);
        QVERIFY(client.sender.submit(m_order).has_value());
        QTRY_COMPARE(client.givenUp.size(), 1);
        QCOMPARE(client.givenUp.front().at(1).value<Answer>().status, status);
        QCOMPARE(server.heard().size(), 1U);
        QCOMPARE(client.outbox->unanswered()->size(), 1U);
    }

    void busyServer_whenItStaysBusy_isAskedFiveTimes() {
        QTemporaryDir folder;
        FastWorld world;
        FakeServer server([&](const HeardRequest&) { return problemReply(503, "바쁨", ""); });
        Client client(server.url(), folder, world);
        QVERIFY(client.sender.submit(m_order).has_value());
        QTRY_COMPARE(client.givenUp.size(), 1);
        QCOMPARE(server.heard().size(), 5U);
        QCOMPARE(client.givenUp.front().at(1).value<Answer>().status, 503);
    }

    void noServer_whenTriesAreSpent_isKnownAsNotSent() {
        QTemporaryDir folder;
        FastWorld world;
        QUrl nobody;
        {
            FakeServer gone;
            nobody = gone.url();
        }
        Client client(nobody, folder, world);
        QVERIFY(client.sender.submit(m_order).has_value());
        QTRY_COMPARE(client.givenUp.size(), 1);
        QCOMPARE(client.givenUp.front().at(3).toBool(), true);
        QCOMPARE(client.outbox->unanswered()->size(), 1U);
    }

    void silentServer_whenTimeIsUp_mayHaveHeard() {
        QTemporaryDir folder;
        FastWorld world;
        FakeServer server(
            [](const HeardRequest&) { return FakeReply{.manner = FakeReply::Manner::Silent}; });
        Client client(server.url(), folder, world, {.connect = Wait{500}, .total = Wait{100}});
        QVERIFY(client.sender.submit(m_order).has_value());
        QTRY_COMPARE(client.givenUp.size(), 1);
        QCOMPARE(client.givenUp.front().at(3).toBool(), false);
        QCOMPARE(server.heard().size(), 5U);
    }

    void twoCommands_whenAlikeAtOnce_areTwo() {
        QTemporaryDir folder;
        FastWorld world;
        FakeServer server([](const HeardRequest&) { return FakeReply{.status = 201}; });
        Client client(server.url(), folder, world);
        Client other(server.url(), folder, world);
        const QString one = client.sender.submit(m_order)->command.id;
        const QString two = other.sender.submit(m_order)->command.id;
        QVERIFY(one != two);
        QTRY_COMPARE(client.decided.size() + other.decided.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestKitSender)
#include "tst_kit_sender.moc"
