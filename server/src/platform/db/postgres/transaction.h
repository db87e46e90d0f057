#pragma once

#include "platform/db/database.h"
#include "platform/db/postgres/links.h"

#include <string_view>

namespace ax::db::postgres {

/// One transaction on a leased connection. BEGIN travels with the first statement, so a body
/// that runs none costs nothing.
class WriteTx final : public Tx {
public:
    WriteTx(Lease& lease, Deadline deadline, Isolation isolation, Positions& positions)
        : lease_(lease), deadline_(deadline), isolation_(isolation), positions_(positions) {}

    Task<Rows> run(Query const& query, Params params) override;
    Task<void> script(std::string_view sql) override;

    /// False if another transaction was in the way: repeat the body. Throws Unavailable if the connection is
    /// lost before the answer: then it is not known whether the transaction was committed.
    Task<bool> commit();
    /// Never throws; a connection that can't roll back is closed.
    Task<void> roll_back();

    /// A conflict, or a connection lost before COMMIT was sent: nothing was done and all of it may be
    /// repeated.
    [[nodiscard]] bool to_be_repeated() const noexcept { return conflict_ || lost_; }
    [[nodiscard]] bool lost() const noexcept { return lost_; }

private:
    Task<bool> committed(std::shared_ptr<Reply> reply);
    Task<void> learn_position(std::shared_ptr<Reply> reply);
    Task<Answer> answer(std::shared_ptr<Reply> reply, std::string_view what);
    void refuse_after_failure(std::string_view what) const;

    Lease& lease_;
    Deadline deadline_;
    Isolation isolation_;
    Positions& positions_;
    bool began_ = false;
    bool failed_ = false;
    bool conflict_ = false;
    bool lost_ = false;
};

}  // namespace ax::db::postgres
