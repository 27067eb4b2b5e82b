#pragma once
/// One context's pages in a ledger of their own and everything else in the main one, behind the
/// port that both keep.
///
/// The log, the states and the operator's pauses stay in the main ledger. The other one holds rows
/// and cursors that are made from that log, and lags behind it when a commit of one of them fails
/// or the machine stops in between; it is never ahead. One writer, like any ledger.

#include <memory>
#include <set>
#include <string>

#include "desk/ledger.h"

namespace delivery::ledger {

class SplitLedger final : public desk::Ledger {
  public:
    /// The pages named live in apart. Rows there that follow another main ledger, or a later state
    /// of this one than there is (it was put back from a copy), are forgotten. Both ledgers outlive
    /// this.
    [[nodiscard]] static Expected<std::unique_ptr<SplitLedger>> open(desk::Ledger& main,
                                                                     desk::Ledger& apart,
                                                                     std::set<std::string> pages);

    [[nodiscard]] Expected<std::unique_ptr<desk::Transaction>> begin() override;
    [[nodiscard]] Expected<std::unique_ptr<desk::LedgerReader>> reader() override;
    [[nodiscard]] bool keepsApart(const std::string& page) const override {
        return m_pages.contains(page);
    }

  private:
    SplitLedger(desk::Ledger& main, desk::Ledger& apart, std::set<std::string> pages)
        : m_main(main), m_apart(apart), m_pages(std::move(pages)) {}

    desk::Ledger& m_main;
    desk::Ledger& m_apart;
    std::set<std::string> m_pages;
    /// What the writer reads there while it writes nothing there.
    std::unique_ptr<desk::LedgerReader> m_apartReader;
};

}  // namespace delivery::ledger
