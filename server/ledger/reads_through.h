#pragma once
/// Answers every read of the port from one object, so that a reader and a transaction share their
/// reads.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "desk/ledger.h"

namespace delivery::ledger {

/// Base is desk::LedgerReader or desk::Transaction; Reads has the reading functions without being
/// virtual.
template <class Base, class Reads>
class ReadsThrough : public Base {
  public:
    template <class... Arguments>
    explicit ReadsThrough(Arguments&&... arguments)
        : m_reads(std::forward<Arguments>(arguments)...) {}

    [[nodiscard]] Expected<std::optional<desk::StateRow>> state(
        const desk::StreamKey& stream) override {
        return m_reads.state(stream);
    }
    [[nodiscard]] Expected<std::vector<desk::EventRow>> stream(const desk::StreamKey& stream,
                                                               std::int64_t fromVersion,
                                                               int limit) override {
        return m_reads.stream(stream, fromVersion, limit);
    }
    [[nodiscard]] Expected<std::vector<desk::EventRow>> log(std::int64_t afterPosition,
                                                            int limit) override {
        return m_reads.log(afterPosition, limit);
    }
    [[nodiscard]] Expected<std::int64_t> lastPosition() override { return m_reads.lastPosition(); }
    [[nodiscard]] Expected<std::optional<desk::ReplyRow>> reply(
        const desk::ReplyKey& key) override {
        return m_reads.reply(key);
    }
    [[nodiscard]] Expected<std::vector<desk::EffectRow>> effectsDue(Instant now,
                                                                    int limit) override {
        return m_reads.effectsDue(now, limit);
    }
    [[nodiscard]] Expected<std::vector<desk::EffectRow>> messagesDue(Instant now,
                                                                     int limit) override {
        return m_reads.messagesDue(now, limit);
    }
    [[nodiscard]] Expected<std::vector<desk::TimerRow>> timersDue(const std::string& waitsFor,
                                                                  Instant now, int limit) override {
        return m_reads.timersDue(waitsFor, now, limit);
    }
    std::vector<desk::Unreadable> takeUnreadable() override { return m_reads.takeUnreadable(); }
    void note(desk::Unreadable row) override { m_reads.note(std::move(row)); }
    [[nodiscard]] Expected<std::optional<desk::TimerRow>> timer(const desk::StreamKey& stream,
                                                                const std::string& kind) override {
        return m_reads.timer(stream, kind);
    }
    [[nodiscard]] Expected<std::optional<desk::EffectRow>> effect(const std::string& id) override {
        return m_reads.effect(id);
    }
    [[nodiscard]] Expected<std::optional<Instant>> nextTimerDue(
        const std::string& waitsFor) override {
        return m_reads.nextTimerDue(waitsFor);
    }
    [[nodiscard]] Expected<std::optional<Instant>> nextEffectDue() override {
        return m_reads.nextEffectDue();
    }
    [[nodiscard]] Expected<std::optional<desk::SideRow>> side(const desk::SideKey& key) override {
        return m_reads.side(key);
    }
    [[nodiscard]] Expected<std::vector<desk::SideRow>> sidesOf(const std::string& kind,
                                                               const std::string& owner) override {
        return m_reads.sidesOf(kind, owner);
    }
    [[nodiscard]] Expected<std::vector<desk::SideRow>> sidesOfKind(const std::string& kind,
                                                                   int limit) override {
        return m_reads.sidesOfKind(kind, limit);
    }
    [[nodiscard]] Expected<std::vector<desk::SideRow>> sidesPage(const std::string& kind,
                                                                 std::int64_t offset,
                                                                 std::int64_t limit) override {
        return m_reads.sidesPage(kind, offset, limit);
    }
    [[nodiscard]] Expected<std::int64_t> sideCount(const std::string& kind) override {
        return m_reads.sideCount(kind);
    }
    [[nodiscard]] Expected<std::map<std::string, std::int64_t>> counters() override {
        return m_reads.counters();
    }
    [[nodiscard]] Expected<std::optional<desk::PageRow>> pageRow(const std::string& page,
                                                                 const std::string& key) override {
        return m_reads.pageRow(page, key);
    }
    [[nodiscard]] Expected<std::vector<desk::PageRow>> scan(
        const desk::ScanRequest& request) override {
        return m_reads.scan(request);
    }
    [[nodiscard]] Expected<std::int64_t> partitionSize(const std::string& page,
                                                       const std::string& index,
                                                       const std::string& partition) override {
        return m_reads.partitionSize(page, index, partition);
    }
    [[nodiscard]] Expected<std::vector<desk::PageCursor>> pageCursors() override {
        return m_reads.pageCursors();
    }
    [[nodiscard]] Expected<std::string> install() override { return m_reads.install(); }

  protected:
    Reads m_reads;
};

}  // namespace delivery::ledger
