#pragma once
/// Sounds of the apps, and the word on whether they can be heard at all.

#include <QHash>
#include <QObject>
#include <QString>

class QSoundEffect;
class QTimer;

namespace delivery::look {

enum class Sound {
    NewOrder,   ///< rings until it is handled
    Changed,    ///< one note: something went on
    Cancelled,  ///< two falling notes: something was taken back
};

/// GUI thread. Never fails on a machine without sound: silent then, and says so.
class Bell : public QObject {
    Q_OBJECT

  public:
    explicit Bell(QObject* parent = nullptr);
    ~Bell() override;

    /// 0 to 100; 0 is silence that was asked for.
    void setVolume(int percent);
    [[nodiscard]] int volume() const { return m_volume; }

    void play(Sound sound);
    /// Again and again until stop(); after a minute a third louder, as far as the volume goes up.
    void ring(Sound sound);
    void stop();
    [[nodiscard]] bool isRinging() const { return m_ringing; }

    /// Why nobody would hear it: no output, or volume 0. Empty: it can be heard as far as this
    /// machine knows.
    [[nodiscard]] QString whySilent() const;

  signals:
    /// For the record of what was armed, played and acknowledged.
    void played(delivery::look::Sound sound);
    void audibilityChanged();

  private:
    QSoundEffect* effectOf(Sound sound);
    void strike();

    QHash<int, QSoundEffect*> m_effects;
    QTimer* m_again;
    Sound m_ringingSound = Sound::NewOrder;
    bool m_ringing = false;
    int m_strikes = 0;
    int m_volume = 80;
};

}  // namespace delivery::look
