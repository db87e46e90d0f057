#pragma once

#include "features/files/contract_uploads.h"
#include "features/files/upload_store.h"
#include "platform/api/router.h"
#include "platform/db/database.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::files {

/// Large files that come in parts and go on where they broke off: tus 1.0 with creation, expiration,
/// termination and checksums, below /api/v1/uploads/. Parts lie in the database, so any node takes the next
/// one. Whose purpose it is takes the whole and keeps it as if it had come at once.
///
/// Made once; thread-safe after accept() and bind().
class Resumable {
public:
    static constexpr Duration kLife = hours{24};
    static constexpr std::int64_t kMostOpen = 8;  // of one account
    /// What nothing came for that long makes room for another one.
    static constexpr Duration kIdle = minutes{15};

    struct Ports {
        db::Database& db;
        Clock const& clock;
    };
    explicit Resumable(Ports ports) : p_(ports) {}

    struct Purpose {
        std::string_view name;
        std::int64_t bytes = 0;  // the largest
        FileRoom room = FileRoom::files;
        std::int64_t quota = 0;  // of the room
        std::string_view full;   // the reason why there is no more
        std::function<Task<std::int64_t>(db::Executor&, AccountId)> used;
    };
    /// Before bind().
    void accept(Purpose purpose) { purposes_.push_back(std::move(purpose)); }
    void bind(api::Router& router);

    struct Whole {
        std::string bytes;
        std::string name;  // of the file, as its sender says
    };
    /// What `keep`, Whole const& -> Task<Result<T>>, makes of the whole. The parts go once it is kept, or
    /// refused for what it is. Fails with files.upload_not_found and files.upload_incomplete.
    template <class T, class F>
    Task<Result<T>> finish(AccountId owner, std::string id, std::string_view purpose, F keep) {
        AX_TRY(auto const file, co_await whole(owner, id, purpose));
        auto kept = co_await keep(file);
        if (kept || kept.error().code == Code::invalid)
            co_await end(std::move(id));
        co_return kept;
    }
    /// How much this account keeps in each room.
    Task<Result<FileStorage>> storage(AccountId owner);
    /// Removes what has expired.
    Task<void> collect();

    using Upload = upload_store::Upload;
    struct Wish {
        std::int64_t bytes = 0;
        std::string metadata;
    };
    Task<Result<Upload>> create(AccountId owner, Wish wish);
    Task<Result<Upload>> find(AccountId owner, std::string_view id);
    /// As it is then. Fails with files.upload_offset if it does not go on at `at`.
    Task<Result<Upload>> append(AccountId owner, std::string_view id, std::int64_t at,
                                std::string_view bytes);
    Task<Result<void>> remove(AccountId owner, std::string_view id);
    [[nodiscard]] std::int64_t largest() const noexcept;

private:
    Task<Result<Whole>> whole(AccountId owner, std::string_view id, std::string_view purpose);
    Task<void> end(std::string id);
    [[nodiscard]] Purpose const* purpose(std::string_view name) const noexcept;
    Task<Result<void>> make_room(db::Tx& tx, Purpose const& purpose, AccountId owner, std::int64_t bytes);
    Task<http::Response> serve(api::Call& call);

    Ports p_;
    std::vector<Purpose> purposes_;
};

/// A value of Upload-Metadata (`filename d29ybGQ=,purpose Y3Y=`), decoded; nothing if there is none, or the
/// whole is broken.
[[nodiscard]] std::optional<std::string> metadata_value(std::string_view metadata, std::string_view key);

}  // namespace ax::files
