// Billing keys are sealed with a key that nobody else may read.

#include "server/outside/vault.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using delivery::FaultCode;
using delivery::outside::Vault;

class TestOutsideVault : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string path(const QString& name) { return m_folder.filePath(name).toStdString(); }

  private slots:
    void newFolder_whenOpened_holdsKeyForItsOwnerOnly() {
        const std::string file = path("new.key");
        const auto vault = Vault::open(file, Vault::Missing::Make);
        QVERIFY(vault.has_value());
        const QFileInfo made(QString::fromStdString(file));
        QCOMPARE(made.size(), 32);
        QCOMPARE(made.permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
        QCOMPARE(QDir(m_folder.path()).entryList({"new.key*"}, QDir::Files).size(), 1);
    }

    void sealed_whenOpenedAgain_isTheSecret() {
        const std::string file = path("again.key");
        const std::string sealed = Vault::open(file, Vault::Missing::Make)->seal("bk_demo_song");
        QVERIFY(sealed.find("bk_demo") == std::string::npos);
        const auto vault = Vault::open(file, Vault::Missing::Refuse);
        QVERIFY(vault.has_value());
        QCOMPARE(*vault->unseal(sealed), std::string("bk_demo_song"));
        QVERIFY(vault->seal("bk_demo_song") != sealed);
    }

    void changedOrForeign_doesNotOpen() {
        const auto vault = Vault::open(path("mine.key"), Vault::Missing::Make);
        const auto other = Vault::open(path("other.key"), Vault::Missing::Make);
        std::string sealed = vault->seal("secret");
        QCOMPARE(other->unseal(sealed).error().code, FaultCode::Unreadable);
        sealed.back() = static_cast<char>(sealed.back() ^ 1);
        QVERIFY(!vault->unseal(sealed));
        QVERIFY(!vault->unseal("short"));
        QVERIFY(!vault->unseal(""));
    }

    void unsafeFile_isRefused_data() {
        QTest::addColumn<int>("permissions");
        QTest::addColumn<int>("size");
        const int owner = QFile::ReadOwner | QFile::WriteOwner;
        QTest::newRow("group may read") << int(owner | QFile::ReadGroup) << 32;
        QTest::newRow("world may read") << int(owner | QFile::ReadOther) << 32;
        QTest::newRow("too short") << owner << 31;
        QTest::newRow("too long") << owner << 33;
        QTest::newRow("empty") << owner << 0;
    }
    void unsafeFile_isRefused() {
        QFETCH(int, permissions);
        QFETCH(int, size);
        QFile file(m_folder.filePath("unsafe.key"));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(QByteArray(size, 'k'));
        file.setPermissions(QFile::Permissions(permissions));
        file.close();
        const auto vault = Vault::open(file.fileName().toStdString(), Vault::Missing::Make);
        QVERIFY(!vault.has_value());
        QCOMPARE(vault.error().code, FaultCode::NotAllowed);
        QVERIFY(vault.error().text.find("unsafe.key") != std::string::npos);
    }

    void missingFile_besideADatabase_isRefused() {
        const auto vault = Vault::open(path("gone.key"), Vault::Missing::Refuse);
        QCOMPARE(vault.error().code, FaultCode::NotAllowed);
        QVERIFY(!QFile::exists(m_folder.filePath("gone.key")));
    }

    void folder_isNoKeyFile() {
        QVERIFY(QDir(m_folder.path()).mkdir("folder.key"));
        QVERIFY(!Vault::open(path("folder.key"), Vault::Missing::Make));
    }
};

QTEST_APPLESS_MAIN(TestOutsideVault)
#include "tst_outside_vault.moc"
