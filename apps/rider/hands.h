#pragma once
/// What this rider has in hand, and what was taken out of it by others until they have seen it.

#include <QObject>
#include <QString>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "apps/kit/workplace.h"
#include "apps/look/preferences.h"

namespace delivery::rider {

/// A delivery that ended in somebody else's hands.
struct Loss {
    enum class Kind {
        CalledOff,  ///< the order itself is over
        TakenBack,  ///< the delivery goes on without this rider
    };
    qlonglong order = 0;
    Kind kind = Kind::CalledOff;
    QString storeName;
    /// As the server names it ("StoreAsked"); empty where it does not.
    QString reason;
    bool operator==(const Loss&) const = default;
};

/// GUI thread. Workplace and preferences must outlive it. Remembers over the end of the program:
/// what was cancelled meanwhile is told at the next start.
class Hands : public QObject {
    Q_OBJECT

  public:
    Hands(kit::Workplace& work, look::Preferences& preferences, QObject* parent = nullptr);

    /// The oldest of what is held.
    [[nodiscard]] std::optional<kit::Representation> held() const;
    [[nodiscard]] const std::vector<Loss>& losses() const { return m_losses; }
    void acknowledge(qlonglong order);
    /// The rider gives it back: that is no loss.
    void noteRelease(qlonglong order) { m_released.insert(order); }

  signals:
    void changed();
    void lost(const delivery::rider::Loss& loss);

  private:
    void look(qlonglong order);
    void lose(qlonglong order, const QString& storeName,
              const std::optional<kit::Representation>& now);
    void keep();
    void remember();

    kit::Workplace& m_work;
    look::Preferences& m_preferences;
    QString m_key;
    std::map<qlonglong, QString> m_held;  ///< names of the stores
    std::set<qlonglong> m_released;
    std::vector<Loss> m_losses;
};

}  // namespace delivery::rider
