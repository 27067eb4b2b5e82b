#include "tests/support/real_city.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QUrl>

namespace delivery::tests {

RealCity::RealCity(const QByteArray& extra) : m_extra(extra) {
    if (!start()) qFatal("deliveryd did not get ready");
}

RealCity::RealCity(SmallDisk disk, const QByteArray& extra)
    : m_diskMebibytes(disk.mebibytes), m_extra(extra) {
    if (!start()) qFatal("deliveryd did not get ready");
}

/// As this process sees the data: through the server's own root where the disk is mounted only
/// there.
QString RealCity::dataPath() const {
    const QString data = m_directory.filePath("data");
    return m_diskMebibytes == 0 ? data : QString("/proc/%1/root%2").arg(pid()).arg(data);
}

void RealCity::fillDisk() {
    QFile fill(dataPath() + "/fill");
    if (!fill.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) qFatal("cannot fill the disk");
    const QByteArray block(4096, 'x');
    while (fill.write(block) == block.size()) {
    }
}

void RealCity::freeDisk() { QFile::remove(dataPath() + "/fill"); }

RealCity::~RealCity() {
    if (m_server && m_server->state() != QProcess::NotRunning) {
        m_server->terminate();
        if (!m_server->waitForFinished(10'000)) kill();
    }
}

bool RealCity::start(Ports ports) {
    // Always a free port, so that cities side by side never meet; clients ask for the new one.
    QStringList arguments{"--demo", "--data", m_directory.filePath("data"), "--port",
                          QString::number(ports == Ports::Same ? m_port : 0)};
    if (!m_extra.isEmpty()) {
        QFile config(m_directory.filePath("deliveryd.toml"));
        if (!config.open(QIODevice::WriteOnly)) return false;
        config.write(m_extra);
        config.close();
        arguments << "--config" << config.fileName();
    }
    m_server = std::make_unique<QProcess>();
    // With a port of its own a demo takes the usual ones for the others, too; other tests may.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("DELIVERY_DEMO_SANDBOX_PORT", "0");
    environment.insert("DELIVERY_BROKER_PORT", "0");
    m_server->setProcessEnvironment(environment);
    m_server->setStandardErrorFile(m_directory.filePath("deliveryd.log"), QIODevice::Append);
    QString program = QString(DELIVERY_BIN_DIR) + "/deliveryd";
    if (m_diskMebibytes > 0) {
        QDir().mkpath(m_directory.filePath("data"));
        const QString mount =
            QString("mount -t tmpfs -o size=%1m tmpfs \"$0\" && exec \"$@\"").arg(m_diskMebibytes);
        arguments = QStringList{"-rm", "sh", "-c", mount, m_directory.filePath("data"), program} +
                    arguments;
        program = "unshare";
    }
    m_server->start(program, arguments);
    QElapsedTimer clock;
    clock.start();
    while (!m_server->canReadLine()) {
        if (clock.elapsed() > 60'000 || m_server->state() == QProcess::NotRunning) {
            QFile log(m_directory.filePath("deliveryd.log"));
            if (log.open(QIODevice::ReadOnly)) qWarning().noquote() << log.readAll().right(3000);
            return false;
        }
        m_server->waitForReadyRead(1000);
    }
    const auto ready = nlohmann::json::parse(m_server->readLine().toStdString());
    m_port = static_cast<quint16>(QUrl(QString::fromStdString(ready.at("http"))).port());
    // None where the configuration names a provider of its own.
    m_sandboxPort = 0;
    if (ready.at("sandbox").is_string()) {
        m_sandboxPort =
            static_cast<quint16>(QUrl(QString::fromStdString(ready.at("sandbox"))).port());
    }
    m_brokerPort = 0;
    if (ready.at("mqtt").is_string()) {
        m_brokerPort = static_cast<quint16>(QUrl(QString::fromStdString(ready.at("mqtt"))).port());
    }
    return ready.at("ready").get<bool>();
}

qint64 RealCity::brokerPid() const {
    QFile children(QString("/proc/%1/task/%1/children").arg(pid()));
    if (!children.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& child : children.readAll().split(' ')) {
        QFile name(QString("/proc/%1/comm").arg(QString::fromUtf8(child)));
        if (name.open(QIODevice::ReadOnly) && name.readAll() == "mosquitto\n") {
            return child.toLongLong();
        }
    }
    return 0;
}

void RealCity::kill() {
    ::kill(static_cast<pid_t>(m_server->processId()), SIGKILL);
    m_server->waitForFinished(10'000);
}

bool RealCity::stop() {
    // An open directory keeps the small disk from going with the server's root.
    const int disk = m_diskMebibytes == 0
                         ? -1
                         : ::open(qPrintable(dataPath()), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    m_server->terminate();
    const bool ended = m_server->waitForFinished(10'000) &&
                       m_server->exitStatus() == QProcess::NormalExit && m_server->exitCode() == 0;
    const bool kept = m_diskMebibytes == 0 || keepFiles(disk);
    if (disk >= 0) ::close(disk);
    return ended && kept;
}

bool RealCity::keepFiles(int disk) const {
    const QDir from(QString("/proc/self/fd/%1").arg(disk));
    const QStringList files = from.entryList(QDir::Files);
    for (const QString& file : files) {
        const QString to = m_directory.filePath("data/" + file);
        QFile::remove(to);
        if (!QFile::copy(from.filePath(file), to)) return false;
    }
    return !files.isEmpty();
}

std::unique_ptr<BlockingHttp> RealCity::nobody() { return std::make_unique<BlockingHttp>(m_port); }

std::unique_ptr<BlockingHttp> RealCity::sandbox() {
    return std::make_unique<BlockingHttp>(m_sandboxPort);
}

std::unique_ptr<BlockingHttp> RealCity::as(const QByteArray& user) {
    BlockingHttp door(m_port);
    const auto answer =
        door.post("/auth/login", {{"userId", user.toStdString()}, {"password", "demo1234"}});
    if (answer.status != 200 && answer.status != 201) {
        qFatal("login of %s: %d %s", user.constData(), answer.status, answer.body.constData());
    }
    return std::make_unique<BlockingHttp>(
        m_port, QByteArray::fromStdString(answer.json().at("token").get<std::string>()));
}

qint64 RealCity::logPosition() {
    sqlite3* database = nullptr;
    const QByteArray path = (dataPath() + "/delivery.db").toUtf8();
    qint64 position = -1;
    if (sqlite3_open_v2(path.constData(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK) {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(database, "SELECT COALESCE(MAX(position), 0) FROM event", -1, &statement,
                           nullptr);
        if (sqlite3_step(statement) == SQLITE_ROW) position = sqlite3_column_int64(statement, 0);
        sqlite3_finalize(statement);
    }
    sqlite3_close(database);
    return position;
}

qint64 RealCity::heldAtProvider(qint64 order) {
    qint64 held = 0;
    for (const auto& row : sandbox()->get("/sandbox/ledger").json()) {
        if (row.at("orderId") != order) continue;
        const qint64 amount = row.at("amount").get<qint64>();
        held += row.at("kind") == "capture" ? amount : -amount;
    }
    return held;
}

int RealCity::capturesAtProvider(qint64 order) {
    int captures = 0;
    for (const auto& row : sandbox()->get("/sandbox/ledger").json()) {
        captures += row.at("orderId") == order && row.at("kind") == "capture" ? 1 : 0;
    }
    return captures;
}

bool RealCity::until(BlockingHttp& client, const QByteArray& path,
                     const std::function<bool(const nlohmann::json&)>& condition, int timeoutMs) {
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < timeoutMs) {
        const auto answer = client.get(path);
        if (answer.status == 200 && condition(answer.json())) return true;
    }
    return false;
}

}  // namespace delivery::tests
