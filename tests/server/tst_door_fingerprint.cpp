// What a stored reply says about its request: enough to know a repeat, nothing that could be
// guessed at.

#include <sodium.h>

#include <QtTest>
#include <array>

#include "tests/server/door_stage.h"

using namespace delivery;
using namespace delivery::tests;

class TestDoorFingerprint : public QObject {
    Q_OBJECT

  private:
    static std::string hashOf(const std::string& text, const std::string& key) {
        std::array<unsigned char, 32> hash{};
        crypto_generichash(hash.data(), hash.size(),
                           reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                           reinterpret_cast<const unsigned char*>(key.data()), key.size());
        return {reinterpret_cast<const char*>(hash.data()), hash.size()};
    }
    static std::string storedWith(const std::string& key) {
        door::DoorSettings settings = DoorStage::generous();
        settings.fingerprintKey = key;
        DoorStage stage(settings);
        const Got added = stage.as("song", "POST", "/customers/song/addresses",
                                   R"({"text":"12 Secret Street"})", {{"Idempotency-Key", "a1"}});
        if (added.status / 100 != 2) qFatal("%d %s", added.status, added.body.constData());
        return stage.fingerprintOf("song", "a1");
    }

  private slots:
    void fingerprint_whenStored_cannotBeGuessedWithoutTheKey() {
        const std::string text = "POST\n/customers/song/addresses\n{\"text\":\"12 Secret Street\"}";
        // That the guess is right shows where there is no key.
        QVERIFY(storedWith("") == hashOf(text, ""));
        const std::string key(32, 'k');
        const std::string stored = storedWith(key);
        QVERIFY(stored != hashOf(text, ""));
        QVERIFY(stored == hashOf(text, key));
        QVERIFY(storedWith(std::string(32, 'j')) != stored);
    }
};

QTEST_GUILESS_MAIN(TestDoorFingerprint)
#include "tst_door_fingerprint.moc"
