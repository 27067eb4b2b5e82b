/// Every way in which a network breaks, between a client and the server and between the server and
/// the payment provider: afterwards there is one order and one capture, however often it was tried.

#include <QThread>
#include <QtTest>

#include "tests/e2e/places.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/sandbox_process.h"

using namespace delivery::tests;

namespace {

constexpr int convergesMs = 2'000;

/// A proxy on a thread of its own: clients here block while they wait.
class OwnProxy {
  public:
    explicit OwnProxy(quint16 upstream) {
        m_thread.start();
        m_home.moveToThread(&m_thread);
        there([&] { m_proxy = std::make_unique<FaultProxy>(upstream); });
    }
    ~OwnProxy() {
        there([&] { m_proxy.reset(); });
        m_thread.quit();
        m_thread.wait();
    }
    void set(const Faults& faults) {
        there([&] {
            m_proxy->set(faults);
            if (faults.refuse) m_proxy->resetAll();
        });
    }
    void heal() { set({}); }
    [[nodiscard]] quint16 port() const { return m_proxy->port(); }

  private:
    template <class Work>
    void there(Work work) {
        QMetaObject::invokeMethod(&m_home, work, Qt::BlockingQueuedConnection);
    }
    QThread m_thread;
    QObject m_home;
    std::unique_ptr<FaultProxy> m_proxy;
};

void addInterceptors() {
    QTest::addColumn<QString>("what");
    for (const char* what :
         {"refuse", "silence", "reset", "slice", "delay", "corrupt", "half-open"}) {
        QTest::newRow(what) << QString(what);
    }
}

Faults faultsOf(const QString& what) {
    Faults faults;
    faults.refuse = what == "refuse";
    faults.silence = what == "silence";
    faults.slice = what == "slice";
    faults.halfOpen = what == "half-open";
    if (what == "reset") faults.resetAfterBytes = 60;
    if (what == "delay") faults.delayMs = 300;
    if (what == "corrupt") faults.corruptEvery = 1;
    return faults;
}

}  // namespace

class TestE2eNetwork : public QObject {
    Q_OBJECT

    QTemporaryDir directory;
    std::unique_ptr<delivery::test::SandboxProcess> sandbox;
    std::unique_ptr<OwnProxy> toProvider;
    std::unique_ptr<RealCity> city;
    std::unique_ptr<OwnProxy> toServer;
    std::unique_ptr<BlockingHttp> song;

    int captures(qint64 order) {
        int found = 0;
        for (const auto& row : sandbox->ledger()) {
            found += row.at("orderId") == order && row.at("kind") == "capture" ? 1 : 0;
        }
        return found;
    }
    std::size_t ordersOfSong() {
        return song->get("/orders?size=1").json().at("page").at("totalElements").get<std::size_t>();
    }

  private slots:
    void initTestCase() {
        sandbox = std::make_unique<delivery::test::SandboxProcess>(directory.filePath("sandbox"));
        QVERIFY(sandbox->start());
        toProvider = std::make_unique<OwnProxy>(sandbox->providerPort);
        QFile key(directory.filePath("key"));
        QVERIFY(key.open(QIODevice::WriteOnly));
        key.write("test_sk_sandbox");
        key.close();
        key.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        city = std::make_unique<RealCity>(
            "[payment]\nbase_url = \"http://127.0.0.1:" + QByteArray::number(toProvider->port()) +
            "\"\nsecret_key_file = \"" + key.fileName().toUtf8() +
            "\"\ncharge_ms = 1500\nquery_ms = 1500\n");
        toServer = std::make_unique<OwnProxy>(city->port());
        song = city->as("song");
    }
    void cleanup() {
        toServer->heal();
        toProvider->heal();
    }

    void clientToServer_anyFault_oneOrderInTheEnd_data() { addInterceptors(); }
    void clientToServer_anyFault_oneOrderInTheEnd() {
        QFETCH(QString, what);
        const std::size_t before = ordersOfSong();
        const Headers id{{"Idempotency-Key", "network-" + what.toUtf8()}};
        toServer->set(faultsOf(what));
        for (int tries = 0; tries < 2; ++tries) {
            BlockingHttp broken(toServer->port(), song->token());
            broken.setTimeoutMs(1'000);
            static_cast<void>(broken.post("/orders", wish(), id));
        }
        toServer->heal();
        QElapsedTimer healing;
        healing.start();
        BlockingHttp healed(toServer->port(), song->token());
        const auto answer = healed.post("/orders", wish(), id);
        QCOMPARE(answer.status, 201);
        QVERIFY(healing.elapsed() < convergesMs * 2);
        QCOMPARE(ordersOfSong(), before + 1);
        QCOMPARE(healed.post("/orders", wish(), id).body, answer.body);
        QCOMPARE(captures(answer.json().at("id").get<qint64>()), 1);
    }

    void serverToProvider_anyFault_oneCaptureInTheEnd_data() { addInterceptors(); }
    void serverToProvider_anyFault_oneCaptureInTheEnd() {
        QFETCH(QString, what);
        toProvider->set(faultsOf(what));
        const auto answer = song->post("/orders", wish());
        QVERIFY2(answer.status == 201 || answer.status == 202, answer.body.constData());
        const auto order = answer.json().at("id").get<qint64>();
        toProvider->heal();
        // What is in doubt is asked about, what was put off is tried again: by their schedules.
        QVERIFY(city->until(
            *song, path("orders", order), [](const json& o) { return o.at("state") == "Paid"; },
            90'000));
        QCOMPARE(captures(order), 1);
    }
};

QTEST_GUILESS_MAIN(TestE2eNetwork)
#include "tst_e2e_network.moc"
