#pragma once
/// Asks Kakao Local where an address lies; whenever it does not say so in time, our own gazetteer
/// answers.
///
/// Nothing is kept of what was asked or found, and no address is logged.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "effect/breaker.h"
#include "place/gazetteer.h"
#include "server/outside/effect_worker.h"
#include "server/shift/log.h"
#include "server/shift/shift.h"

#include <QObject>

namespace delivery::outside {

struct KakaoSettings {
    /// "https://dapi.kakao.com"; empty: only the gazetteer is asked.
    std::string baseUrl;
    /// A secret: goes into the Authorization header and nowhere else.
    std::string restKey;
    /// Somebody waits for their order to be taken.
    Span total = seconds(2);
    effect::BreakerPolicy breaker{.callsMin = 5, .slowAfter = seconds(1)};
    /// After a refusal of our key, or of so many questions.
    Span rest = seconds(60);
    /// For the breaker's spread; tests hand in a constant. libsodium where empty.
    std::function<std::uint64_t()> random;
};

/// Lives on the thread that constructs it. What is under way when it goes is not answered.
class KakaoGeocoder : public QObject, public place::Geocoder {
    Q_OBJECT
  public:
    KakaoGeocoder(KakaoSettings settings, const shift::Clock& clock, shift::Log& log,
                  QObject* parent = nullptr);
    ~KakaoGeocoder() override;

    void find(const std::string& address, Found found) override;
    [[nodiscard]] OperationFigures figures() const;

  private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

}  // namespace delivery::outside
