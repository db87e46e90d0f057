#include "features/files/files.h"
#include "features/files/store.h"

// What came in parts is kept as if it had come at once.
namespace ax::files {
namespace {

constexpr std::string_view kCv = "cv";

}  // namespace

void Files::accept_uploads() {
    resumable_.accept({.name = kCv,
                       .bytes = kCvBytes,
                       .room = FileRoom::files,
                       .quota = options_.quota,
                       .full = "files.quota",
                       .used = used});
}

Task<Result<CvAnswer>> Files::set_uploaded_cv(Caller const& who, std::string id) {
    auto const keep = [&](Resumable::Whole const& whole) { return set_cv(who, whole.bytes); };
    co_return co_await resumable_.finish<CvAnswer>(who.account, std::move(id), kCv, keep);
}

}  // namespace ax::files
