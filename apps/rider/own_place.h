#pragma once
/// Where this rider is: from the source that the settings name, shown at once and told to the
/// server thinned out.

#include <QObject>
#include <memory>
#include <optional>

#include "apps/kit/position_reporter.h"
#include "apps/kit/position_source.h"
#include "apps/kit/workplace.h"
#include "apps/look/preferences.h"

namespace delivery::rider {

/// The settings' own names of a wish.
[[nodiscard]] kit::PositionWish wishIn(const look::Preferences& preferences);
void keepWish(look::Preferences& preferences, const kit::PositionWish& wish);

/// GUI thread. Workplace and preferences must outlive it.
class OwnPlace : public QObject {
    Q_OBJECT

  public:
    OwnPlace(kit::Workplace& work, look::Preferences& preferences, QObject* parent = nullptr);

    [[nodiscard]] std::optional<GeoPoint> place() const { return m_place; }
    [[nodiscard]] const kit::PositionWish& wish() const { return m_wish; }
    /// What is the matter with the source; empty while it tells.
    [[nodiscard]] QString whyLost() const { return m_whyLost; }

    void use(const kit::PositionWish& wish);
    /// Only who works is followed.
    void setTelling(bool telling) { m_telling = telling; }
    /// Until the source has told.
    void suppose(GeoPoint place);

  signals:
    void changed();
    void wishChanged();

  private:
    void hear(GeoPoint place);

    look::Preferences& m_preferences;
    kit::PositionReporter m_reporter;
    kit::PositionWish m_wish;
    std::unique_ptr<kit::PositionSource> m_source;
    std::optional<GeoPoint> m_place;
    QString m_whyLost;
    bool m_telling = false;
    bool m_hasHeard = false;
};

}  // namespace delivery::rider
