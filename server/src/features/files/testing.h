#pragma once

#include "features/files/files.h"
#include "platform/blobs/store.h"
#include "platform/scan/testing.h"
#include "support/test_app.h"

namespace ax::files::testing {

/// Files that are scanned, on a disk of the test's own.
struct Scanned {
    explicit Scanned(ax::testing::TestApp& app)
        : pictures(pool, folder.path, "files/pictures"),
          documents(pool, folder.path, "files/documents"),
          quarantine({app.db(), app.clock}, clamd.clamd()),
          outbox(app.clock, told),
          files({app.db(), app.clock, pool, accounts, app.app().mentors(), app.app().bookings(), pictures,
                 documents, quarantine, outbox, links, media}) {
        quarantine.add("files/pictures", pictures);
        quarantine.add("files/documents", documents);
        // For the application's own listener, which runs it.
        told.on<FoundInfected>("notifications.tell",
                               [](FoundInfected const&, jobs::JobInfo const&) -> Task<void> { co_return; });
    }

    db::testing::Folder folder;
    runtime::Pool pool{0, 0};
    auth::Accounts accounts;
    scan::testing::ScriptedClamd clamd;
    blobs::DiskStore pictures;
    blobs::DiskStore documents;
    scan::Quarantine quarantine;
    blobs::SignedUrls links{"nobody's"};
    jobs::Listeners told;
    jobs::Outbox outbox;
    media::Media media;
    Files files;
};

}  // namespace ax::files::testing
