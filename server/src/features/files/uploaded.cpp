#include "features/files/files.h"
#include "features/files/model.h"
#include "features/files/store.h"

// What came in parts is kept as if it had come at once.
namespace ax::files {
namespace {

constexpr std::string_view kCv = "cv";

}  // namespace

Files::Files(Ports ports) : p_(ports), resumable_({p_.db, p_.clock}) {
    resumable_.accept(
        {.name = kCv,
         .bytes = kCvBytes,
         .room = [](db::Executor& db, AccountId owner, std::int64_t more) -> Task<Result<void>> {
             if (co_await store::used(db, owner) + more > kQuota)
                 co_return fail(Code::conflict, "files.quota");
             co_return Result<void>{};
         }});
}

Task<Result<CvAnswer>> Files::set_uploaded_cv(Caller const& who, std::string id) {
    auto const keep = [&](Resumable::Whole const& whole) { return set_cv(who, whole.bytes); };
    co_return co_await resumable_.finish<CvAnswer>(who.account, std::move(id), kCv, keep);
}

}  // namespace ax::files
