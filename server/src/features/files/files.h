#pragma once

#include "features/auth/auth.h"
#include "features/booking/booking.h"
#include "features/files/contract.h"
#include "features/files/events.h"
#include "features/files/model.h"
#include "features/files/resumable.h"
#include "features/mentors/mentors.h"
#include "platform/api/router.h"
#include "platform/blobs/signed_url.h"
#include "platform/blobs/store.h"
#include "platform/jobs/jobs.h"
#include "platform/media/media.h"
#include "platform/runtime/pool.h"
#include "platform/scan/quarantine.h"

#include <string>
#include <vector>

namespace ax::files {

using contract::Caller;

struct Options {
    std::int64_t quota = kQuota;  // of one account
};

/// What people upload for others to see: photos and covers of events, which are public, and CVs, which are
/// for those who have a session with their owner. A file lives while somebody uses its key, and a day after
/// its upload. Made once; thread-safe after bind() and listen().
class Files {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        runtime::Pool& pool;  // for a first look at what is sent
        auth::Accounts const& accounts;
        mentors::Mentors const& mentors;
        booking::Facade& bookings;
        blobs::Store& pictures;
        blobs::Store& documents;
        scan::Quarantine& quarantine;
        jobs::Outbox const& outbox;
        blobs::SignedUrls const& links;
        media::Media& media;
    };
    /// The quarantine tells it what was found later.
    explicit Files(Ports ports, Options options = {});
    Files(Files const&) = delete;
    Files& operator=(Files const&) = delete;

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    // For features that keep a picture's key in a column.

    /// From now on a column holds this picture. False: nobody uploaded it.
    [[nodiscard]] Task<bool> use(db::Tx& tx, std::string_view column) const;
    /// The column doesn't hold it any more. Nothing happens for an empty one.
    Task<void> release(db::Tx& tx, std::string_view column) const;
    /// For a column, out of an address that an upload answered with; empty if it isn't one.
    [[nodiscard]] static std::string key_of(std::string_view url);

    Task<Result<Picture>> set_photo(Caller const& who, std::string_view body);
    Task<Result<Empty>> remove_photo(Caller const& who);
    /// For mentors and staff: to be used within a day.
    Task<Result<Picture>> add_cover(Caller const& who, std::string_view body);
    Task<Result<CvAnswer>> set_cv(Caller const& who, std::string_view body);
    /// The same with one that came in parts, which are forgotten.
    Task<Result<CvAnswer>> set_uploaded_cv(Caller const& who, std::string id);
    Task<Result<Empty>> remove_cv(Caller const& who);
    Task<Result<CvAnswer>> my_cv(Caller const& who);
    /// Fails with files.cv_not_found for strangers and for nobody alike.
    Task<Result<CvAnswer>> cv_of(Caller const& who, std::string person);
    /// As cv_of(); and while it may not be read, its owner is told why.
    Task<Result<FileLink>> cv_link(Caller const& who, std::string person);

    Task<void> collect();
    /// Shows the scanner all that is kept. For the operator.
    Task<scan::Quarantine::Rescanned> rescan();
    /// Large files on their way; before bind(), for those who have a purpose of their own.
    [[nodiscard]] Resumable& resumable() noexcept { return resumable_; }
    /// For the operator: what waits for the scanner.
    [[nodiscard]] scan::Quarantine& quarantine() const noexcept { return p_.quarantine; }

private:
    void accept_uploads();
    struct Kept {
        std::string column;  // blobs/picture.h
        int width = 0;
        int height = 0;
        bool waits = false;
    };
    Task<Result<Kept>> keep_picture(Caller const& who, std::string_view body,
                                    std::vector<std::uint32_t> widths);
    struct NewRendition {
        int width = 0;
        std::string format;
        std::string key;
        std::string bytes;
        bool named = false;  // by its row
    };
    struct Upload {
        std::string_view sent;
        std::string_view kept;  // what is left of it
        std::vector<NewRendition> renditions = {};
    };
    /// Whether it waits for the scanner.
    Task<Result<bool>> keep(AccountId owner, blobs::Store& store, std::string const& key, Upload upload);
    Task<void> found_infected(db::Tx& tx, std::string key) const;
    Task<void> name_renditions(db::Tx& tx, std::string_view of, std::vector<NewRendition>& renditions);
    Task<void> put_renditions(std::vector<NewRendition> const& renditions);
    Task<void> collect_renditions();
    /// Bytes of all that this account brought, and of what was made of it.
    [[nodiscard]] static Task<std::int64_t> used(db::Executor& db, AccountId owner);
    Task<Result<auth::Account>> readable(Caller const& who, std::string_view person);
    /// The owner of a CV that may be read now.
    Task<Result<auth::Account>> with_cv(Caller const& who, std::string_view person);
    Task<Result<auth::Account>> with_cv(std::string_view link, std::string_view person);
    Task<CvAnswer> answer(db::Executor& db, std::string_view person, std::string_view key) const;
    Task<Result<Empty>> change_photo(AccountId account, std::string column);
    Task<Result<Empty>> change_cv(AccountId account, std::string key);

    Task<http::Response> picture(api::Call& call);
    Task<http::Response> cv_file(api::Call& call);

    Ports p_;
    Options options_;
    Resumable resumable_;
};

}  // namespace ax::files
