#pragma once
/// Speaks the Solapi contract (messages/v4) for KakaoTalk AlimTalk over HTTP and tells what came
/// back.
///
/// The contract knows no idempotency key, but takes a signature once within 15 minutes. A message's
/// signature is made of its own name and time: the same call again is found out, also after a
/// crash, and answered with "DuplicatedSignature".

#include <memory>
#include <string>

#include "server/outside/message_provider.h"

namespace delivery::outside {

struct SolapiSettings {
    /// "https://api.solapi.com"; a path behind it is kept. Empty: no messages are sent.
    std::string baseUrl;
    std::string apiKey;
    /// A secret: signs, and goes nowhere.
    std::string apiSecret;
    /// The KakaoTalk channel (pfId).
    std::string channel;
    /// The approved templates, docs/CONFIGURATION.md has their texts.
    std::string orderTemplate;
    std::string orderTemplateEnglish;
    std::string storeTemplate;
    std::string storeTemplateEnglish;
    /// A registered number: whoever has no KakaoTalk gets an SMS from it. Empty: no SMS.
    std::string sender;
    Span connect = seconds(2);
    Span total = seconds(5);
};

/// Lives on the thread that constructs it. Deleting it drops the calls under way, unanswered.
class SolapiClient : public MessageProvider {
  public:
    explicit SolapiClient(SolapiSettings settings);
    ~SolapiClient() override;

    void send(const MessageCall& call, Heard heard) override;
    void look(const std::string& providerId, Instant now, Heard heard) override;
    void find(const MessageCall& call, Instant now, Heard heard) override;

  private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

/// What a whole HTTP answer says of a message that was just sent; lenient about what is new.
[[nodiscard]] effect::MessageAnswer readSent(int httpStatus, const std::string& body,
                                             const std::string& retryAfter);
/// Of the one in a list that has this name of ours, or, where it is empty, of the only one.
[[nodiscard]] effect::MessageAnswer readListed(int httpStatus, const std::string& body,
                                               const std::string& effectId);

}  // namespace delivery::outside
