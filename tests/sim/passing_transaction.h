#pragma once
/// A transaction that hands everything on to another one; whoever derives from it changes a little.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "desk/ledger.h"

namespace delivery::sim {

class PassingTransaction : public desk::Transaction {
  public:
    explicit PassingTransaction(std::unique_ptr<desk::Transaction> inner)
        : m_inner(std::move(inner)) {}

    Expected<std::optional<desk::StateRow>> state(const desk::StreamKey& stream) override {
        return m_inner->state(stream);
    }
    Expected<std::vector<desk::EventRow>> stream(const desk::StreamKey& stream,
                                                 std::int64_t fromVersion, int limit) override {
        return m_inner->stream(stream, fromVersion, limit);
    }
    Expected<std::vector<desk::EventRow>> log(std::int64_t after, int limit) override {
        return m_inner->log(after, limit);
    }
    Expected<std::int64_t> lastPosition() override { return m_inner->lastPosition(); }
    Expected<std::optional<desk::ReplyRow>> reply(const desk::ReplyKey& key) override {
        return m_inner->reply(key);
    }
    Expected<std::vector<desk::EffectRow>> effectsDue(Instant now, int limit) override {
        return m_inner->effectsDue(now, limit);
    }
    Expected<std::vector<desk::EffectRow>> messagesDue(Instant now, int limit) override {
        return m_inner->messagesDue(now, limit);
    }
    Expected<std::vector<desk::TimerRow>> timersDue(const std::string& waitsFor, Instant now,
                                                    int limit) override {
        return m_inner->timersDue(waitsFor, now, limit);
    }
    Expected<std::optional<desk::TimerRow>> timer(const desk::StreamKey& stream,
                                                  const std::string& kind) override {
        return m_inner->timer(stream, kind);
    }
    Expected<std::optional<desk::EffectRow>> effect(const std::string& id) override {
        return m_inner->effect(id);
    }
    Expected<std::optional<Instant>> nextTimerDue(const std::string& waitsFor) override {
        return m_inner->nextTimerDue(waitsFor);
    }
    Expected<std::optional<Instant>> nextEffectDue() override { return m_inner->nextEffectDue(); }
    Expected<std::optional<desk::SideRow>> side(const desk::SideKey& key) override {
        return m_inner->side(key);
    }
    Expected<std::vector<desk::SideRow>> sidesOf(const std::string& kind,
                                                 const std::string& owner) override {
        return m_inner->sidesOf(kind, owner);
    }
    Expected<std::vector<desk::SideRow>> sidesOfKind(const std::string& kind, int limit) override {
        return m_inner->sidesOfKind(kind, limit);
    }
    Expected<std::vector<desk::SideRow>> sidesPage(const std::string& kind, std::int64_t offset,
                                                   std::int64_t limit) override {
        return m_inner->sidesPage(kind, offset, limit);
    }
    Expected<std::int64_t> sideCount(const std::string& kind) override {
        return m_inner->sideCount(kind);
    }
    Expected<std::map<std::string, std::int64_t>> counters() override {
        return m_inner->counters();
    }
    Expected<std::optional<desk::PageRow>> pageRow(const std::string& page,
                                                   const std::string& key) override {
        return m_inner->pageRow(page, key);
    }
    Expected<std::vector<desk::PageRow>> scan(const desk::ScanRequest& request) override {
        return m_inner->scan(request);
    }
    Expected<std::int64_t> partitionSize(const std::string& page, const std::string& index,
                                         const std::string& partition) override {
        return m_inner->partitionSize(page, index, partition);
    }
    Expected<std::vector<desk::PageCursor>> pageCursors() override {
        return m_inner->pageCursors();
    }
    Expected<std::string> install() override { return m_inner->install(); }

    Expected<std::vector<desk::EventRow>> append(desk::CommandWrites writes) override {
        return m_inner->append(std::move(writes));
    }
    Expected<void> writePage(const desk::PageWrites& writes) override {
        return m_inner->writePage(writes);
    }
    Expected<void> setPageCursor(const desk::PageCursor& cursor) override {
        return m_inner->setPageCursor(cursor);
    }
    Expected<void> clearPage(const std::string& page) override { return m_inner->clearPage(page); }
    Expected<void> forgetRepliesBefore(Instant before, int limit) override {
        return m_inner->forgetRepliesBefore(before, limit);
    }
    [[nodiscard]] bool alive() const override { return m_inner->alive(); }
    Expected<void> commit() override { return m_inner->commit(); }

  protected:
    [[nodiscard]] desk::Transaction& inner() { return *m_inner; }

  private:
    std::unique_ptr<desk::Transaction> m_inner;
};

}  // namespace delivery::sim
