#pragma once
/// Tells a merchant's webhook what became of a payment, once, and does not care who listens.

#include <string>

#include <QNetworkAccessManager>
#include <QObject>

namespace delivery::sandbox {

/// Lives on the main thread.
class Webhook : public QObject {
    Q_OBJECT
  public:
    Webhook();

    /// Where to; empty for nowhere. False when it is no http address.
    [[nodiscard]] bool setTarget(const std::string& url);
    [[nodiscard]] const std::string& target() const { return m_target; }
    /// The payment as the provider shows it, printed.
    void tell(const std::string& payment);

  private:
    std::string m_target;
    QNetworkAccessManager m_network;
};

}  // namespace delivery::sandbox
