#pragma once

#include "base/result.h"
#include "platform/blobs/store.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"
#include "platform/runtime/pool.h"
#include "platform/scan/clamd.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ax::scan {

enum class Verdict : unsigned char { clean, infected, unknown };
enum class State : unsigned char { free, waiting, infected };

/// Files that nobody may see: the scanner has not seen them yet, or found something. The table quarantine; a
/// file without a row is free. Without a scanner everything is clean and free.
///
/// Thread-safe after add(), when_found() and listen().
class Quarantine {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
    };
    /// `clamd` null: off.
    Quarantine(Ports ports, std::unique_ptr<Clamd> clamd) : p_(ports), clamd_(std::move(clamd)) {}

    /// Whose files rescan() reads; the store outlives this.
    void add(std::string folder, blobs::Store& store) { stores_.emplace(std::move(folder), &store); }
    /// Told of what is found in a folder later, in the transaction that condemns it.
    using Found = std::function<Task<void>(db::Tx& tx, std::string key)>;
    void when_found(std::string folder, Found found) {
        found_.insert_or_assign(std::move(folder), std::move(found));
    }
    void listen(jobs::Listeners& listeners);

    [[nodiscard]] bool on() const noexcept { return clamd_ != nullptr; }
    /// Asks the scanner, before anything is kept. Never throws for an outage. The bytes outlive the task.
    [[nodiscard]] Task<Verdict> look(std::string_view bytes);
    /// What look() said of a file, in the transaction of its row. `known`: others brought it before, so it
    /// was seen then. Not for infected ones, which are not kept.
    Task<void> note(db::Tx& tx, std::string_view folder, std::string_view key, Verdict verdict,
                    bool known) const;
    [[nodiscard]] Task<State> state(db::Executor& db, std::string_view key) const;
    /// Why nobody may have it now: fails with files.being_checked or files.infected.
    [[nodiscard]] Task<Result<void>> released(db::Executor& db, std::string_view key) const;
    /// The file is gone.
    Task<void> forget(db::Tx& tx, std::string_view key) const;

    struct Rescanned {
        int clean = 0;
        int infected = 0;
        int waiting = 0;
    };
    /// Asks again for those that are due, or for all that wait, until the scanner can't say.
    Task<Rescanned> rescan(bool all);
    struct Kept {
        std::string folder;
        std::string key;
    };
    /// The next ones behind that key, in the order of their keys; none: that was all.
    using Next = std::function<Task<std::vector<Kept>>(std::string const& after)>;
    /// Asks about what people see already, with the signatures of today; what is found is treated as above.
    /// Ends early once the scanner can't say: `waiting` is 1 then.
    Task<Rescanned> rescan_kept(Next next);
    /// Whether the scanner answers; empty if there is none. The function never throws.
    [[nodiscard]] std::function<Task<bool>()> up();

private:
    struct Held {
        std::string key;
        std::string folder;
        std::int64_t tries = 0;
    };
    Task<void> hold(db::Tx& tx, Kept const& file, Instant due) const;
    Task<Verdict> look_again(Held const& held);
    Task<void> condemn(db::Tx& tx, Held const& held) const;
    Task<Verdict> look_at_kept(Kept const& file);
    Task<bool> answers();

    Ports p_;
    std::unique_ptr<Clamd> clamd_;
    std::map<std::string, blobs::Store*, std::less<>> stores_;
    std::map<std::string, Found, std::less<>> found_;
    runtime::Pool pool_{2, 64};  // its own: a scanner that hangs must not hold up the disk
};

}  // namespace ax::scan
