#pragma once
/// Whether this rider is on duty, and what the server counts for them today.

#include <QObject>
#include <optional>

#include "apps/kit/workplace.h"
#include "core/geo.h"

namespace delivery::rider {

/// GUI thread. The workplace must outlive it. Nothing is on or off before the server has said so.
class Duty : public QObject {
    Q_OBJECT

  public:
    explicit Duty(kit::Workplace& work, QObject* parent = nullptr);

    [[nodiscard]] bool isKnown() const { return m_self.has("riderId"); }
    [[nodiscard]] bool isOn() const { return m_self.isTrue("onDuty"); }
    [[nodiscard]] bool isPending() const { return !m_command.isEmpty(); }
    [[nodiscard]] int deliveriesToday() const;
    [[nodiscard]] std::int64_t earnedToday() const;
    [[nodiscard]] QString name() const { return m_self.text("name"); }
    /// As the server last heard it.
    [[nodiscard]] std::optional<GeoPoint> lastPlace() const;

    /// With the place, so that the first list is right at once.
    void set(bool on, const std::optional<GeoPoint>& place);
    void refresh();

  signals:
    void changed();
    void refused(const QString& sentence);

  private:
    void show(const kit::Representation& self);

    kit::Workplace& m_work;
    kit::Representation m_self;
    QString m_command;
    bool m_isReading = false;
};

}  // namespace delivery::rider
