#pragma once
/// Turns a stretch of the log into messages: for each change, to whom it is news and how they may
/// see it.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/actor.h"
#include "core/ids.h"
#include "core/result.h"
#include "desk/ledger.h"
#include "order/order.h"
#include "page/page.h"
#include "share/policy.h"

namespace delivery::announce {

/// One message to one recipient.
struct Announcement {
    /// Customer, Store or Rider; of a notice also Admin.
    Role role = Role::Customer;
    /// The user's id, or the store's number; empty for admins, who share theirs.
    std::string id;
    /// 0 where a notice is about no order.
    OrderId order;
    /// A notice of the change; else the order itself.
    bool isNotice = false;
    /// As what they see the order; nothing: they no longer do.
    std::optional<share::View> view = std::nullopt;
    /// The printed envelope.
    std::string text;
};

/// What was news up to a position of the log.
struct News {
    std::vector<Announcement> announcements;
    std::int64_t upTo = 0;
};

/// Walks along the log. Each role's news come from that role's page, so that they say what /changes
/// says: a page that was paused is followed again where it stopped. One thread at a time.
class NewsReader {
  public:
    /// Follows everything behind the position; the epoch stands in every envelope. holdMax: how
    /// many deliveries a rider may hold.
    NewsReader(std::string epoch, std::int64_t after, int holdMax = rider::holdMaxDefault);

    struct Step {
        News news;
        /// False when there was nothing left to look at.
        bool mayBeMore = false;
        /// What could not be read and is news to nobody, each once.
        std::vector<std::string> leftOut;
    };
    /// The next events, at most so many. After a Fault nothing has been passed over. What cannot be
    /// read of one order or notice is left out, and holds up nobody else's news.
    [[nodiscard]] Expected<Step> next(desk::LedgerReader& ledger, int eventsMax);

  private:
    struct Lane {
        const char* page;
        Role role;
        std::int64_t position = 0;
        std::int64_t reach = 0;
    };
    struct Known {
        std::int64_t version = 0;
        order::State state;
    };
    /// What one step has found, and how far the log was read for it.
    struct Work {
        std::vector<desk::EventRow> events;
        /// Nothing at the end of the log.
        std::optional<std::int64_t> readTo;
        std::vector<Announcement> announcements;
        std::vector<std::string> leftOut;
    };

    [[nodiscard]] Expected<void> readLog(desk::LedgerReader& ledger, std::int64_t from,
                                         int eventsMax, Work& work);
    /// Passes on what stops everything; what is of one order, notice or event is noted instead.
    [[nodiscard]] Expected<void> leaveOut(const std::string& what, const Fault& fault, Work& work);
    [[nodiscard]] Expected<std::vector<share::Recipient>> audienceOf(desk::LedgerReader& ledger,
                                                                     const desk::EventRow& event);
    [[nodiscard]] Expected<order::State> stateBefore(desk::LedgerReader& ledger,
                                                     const desk::EventRow& event);
    [[nodiscard]] Expected<void> collect(desk::LedgerReader& ledger, const Lane& lane, Work& work);
    [[nodiscard]] Expected<void> tell(desk::LedgerReader& ledger, const Lane& lane,
                                      const page::OrderCard& card,
                                      const std::set<std::string>& hearers, Work& work);
    [[nodiscard]] Expected<void> notify(desk::LedgerReader& ledger, const Lane& lane,
                                        std::int64_t upTo, Work& work);
    /// The notices of one look. True when there may be more behind them.
    [[nodiscard]] Expected<bool> readNotices(desk::LedgerReader& ledger,
                                             const desk::ScanRequest& wish,
                                             std::vector<desk::PageRow>& rows, Work& work);
    [[nodiscard]] Expected<void> addNotice(desk::LedgerReader& ledger, const desk::PageRow& row,
                                           Work& work);
    [[nodiscard]] Expected<std::vector<std::string>> ridersToTell(desk::LedgerReader& ledger,
                                                                  const page::OrderCard& card);
    void number(std::vector<Announcement>& announcements);

    std::string m_epoch;
    int m_holdMax;
    std::vector<Lane> m_lanes;
    std::map<std::string, Known> m_known;
    std::map<std::int64_t, std::vector<share::Recipient>> m_audiences;
    std::map<std::string, std::int64_t> m_numbers;
    /// What was named as left out.
    std::set<std::string> m_leftOut;
};

/// "users/song", "stores/1", "riders/rider1", "admins": whose row of messages it is, and the middle
/// of the topic.
[[nodiscard]] std::string rowOf(Role role, const std::string& id);

}  // namespace delivery::announce
