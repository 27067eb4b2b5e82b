#pragma once
/// Hears what devices say of themselves: riders' positions become commands, presence becomes a book
/// of who is connected.

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "core/ids.h"
#include "core/instant.h"
#include "server/announce/mqtt_line.h"
#include "server/shift/shift.h"

#include <QObject>
#include <QTimer>

namespace delivery::announce {

/// Lives on the main thread. The broker's plugin has seen to it that everybody speaks for
/// themselves only. Nothing here is kept: after a restart devices say again that they are there.
class MqttEar : public QObject {
    Q_OBJECT
  public:
    /// A rider's position counts so often.
    static constexpr Span positionEvery = seconds(1);
    /// A device says every minute that it is there; one that was silent for longer than this, while
    /// it could have been heard, is not.
    static constexpr Span presenceLasts = seconds(150);

    MqttEar(shift::Shift& shift, const shift::Clock& clock, MqttLine& line,
            QObject* parent = nullptr);

    /// How many devices of this user are there.
    [[nodiscard]] std::size_t devicesOf(const UserId& user) const;
    [[nodiscard]] std::size_t devices() const;
    [[nodiscard]] std::uint64_t notUnderstood() const { return m_notUnderstood; }

  signals:
    /// A user's first device came, or the last one went.
    void presenceChanged(const QString& user, bool isThere);

  private:
    void hear(const QByteArray& topic, const QByteArray& payload);
    void hearPosition(const RiderId& rider, const std::string& payload);
    void hearPresence(const std::string& user, const std::string& device,
                      const std::string& payload);
    void leave(const std::string& user, const std::string& device);
    void forgetSilent();
    /// The line was down: nobody was silent then.
    void listenAgain();

    shift::Shift& m_shift;
    const shift::Clock& m_clock;
    MqttLine& m_line;
    QTimer m_look;
    std::map<std::string, Instant> m_positions;
    std::map<std::string, std::map<std::string, Instant>> m_present;
    std::uint64_t m_notUnderstood = 0;
};

}  // namespace delivery::announce
