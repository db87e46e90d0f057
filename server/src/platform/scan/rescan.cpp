#include "platform/scan/quarantine.h"

// Files that were let through, or came before there was a scanner.
namespace ax::scan {

Task<Verdict> Quarantine::look_at_kept(Kept const& file) {
    // What is held already is rescan()'s.
    auto const store = stores_.find(file.folder);
    if (store == stores_.end() || co_await state(p_.db, file.key) != State::free)
        co_return Verdict::clean;
    auto const bytes = co_await store->second->get(file.key);
    auto const verdict = bytes ? co_await look(*bytes) : Verdict::clean;
    if (verdict != Verdict::infected)
        co_return verdict;
    // Held first: whatever happens from here on, nobody sees it, and the job goes on with it.
    co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
        co_await hold(tx, file, p_.clock.now());
        co_return true;
    });
    co_return co_await look_again({.key = file.key, .folder = file.folder});
}

Task<Quarantine::Rescanned> Quarantine::rescan_kept(Next next) {
    Rescanned out;
    std::string after;
    while (on()) {
        auto const files = co_await next(after);
        if (files.empty())
            break;
        for (auto const& file : files) {
            auto const verdict = co_await look_at_kept(file);
            if (verdict == Verdict::unknown) {
                out.waiting = 1;
                co_return out;
            }
            (verdict == Verdict::clean ? out.clean : out.infected) += 1;
        }
        after = files.back().key;
    }
    co_return out;
}

}  // namespace ax::scan
