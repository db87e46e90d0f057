#include "features/files/files.h"
#include "features/files/model.h"
#include "features/files/rendition_store.h"
#include "platform/blobs/download.h"
#include "platform/blobs/picture.h"
#include "platform/http/etag.h"
#include "platform/http/problem.h"
#include "platform/http/range.h"

#include <fmt/format.h>

namespace ax::files {
namespace {

std::string_view without_slash(std::string_view path) {
    if (path.ends_with('/'))
        path.remove_suffix(1);
    return path;
}

http::Response refused(Error const& error, api::Call const& call) {
    return http::problem(error, call.request.request_id);
}

template <class T>
http::Response answered(Result<T> const& done, api::Call const& call) {
    if (!done)
        return refused(done.error(), call);
    return http::Response{.body = contract::to_json(*done)};
}

Error sign_in_needed() { return {Code::unauthenticated, "auth.sign_in_needed"}; }

}  // namespace

void Files::bind(api::Router& router) {
    router.bind(kRemovePhoto, [this](Caller const& who, Empty) { return remove_photo(who); });
    router.bind(kMyCv, [this](Caller const& who, Empty) { return my_cv(who); });
    router.bind(kRemoveCv, [this](Caller const& who, Empty) { return remove_cv(who); });
    router.bind(kCvOf, [this](Caller const& who, CvOf ref) { return cv_of(who, std::move(ref.person)); });
    router.bind(kSetUploadedCv, [this](Caller const& who, Uploaded ref) {
        return set_uploaded_cv(who, std::move(ref.upload));
    });
    router.bind(kStorage, [this](Caller const& who, Empty) { return resumable_.storage(who.account); });
    resumable_.bind(router);
    router.bind(kCvLink, [this](Caller const& who, CvOf ref) { return cv_link(who, std::move(ref.person)); });

    router.raw({.verb = contract::Verb::put,
                .path = "/api/v1/account/photo/",
                .name = "files.uploadPhoto",
                .summary = "One's photo: the body is a JPEG, PNG or WebP",
                .limit = {.requests = 20},
                .body_bytes = static_cast<std::size_t>(kPictureBytes)},
               [this](api::Call& call) -> Task<http::Response> {
                   if (!call.caller.signed_in())
                       co_return refused(sign_in_needed(), call);
                   co_return answered(co_await set_photo(call.caller, call.request.body), call);
               });
    router.raw({.verb = contract::Verb::post,
                .path = "/api/v1/event-covers/",
                .name = "files.uploadCover",
                .summary = "A picture for an event, by mentors and staff: the body is a JPEG, PNG or WebP",
                .limit = {.requests = 20},
                .body_bytes = static_cast<std::size_t>(kPictureBytes)},
               [this](api::Call& call) -> Task<http::Response> {
                   if (!call.caller.signed_in())
                       co_return refused(sign_in_needed(), call);
                   co_return answered(co_await add_cover(call.caller, call.request.body), call);
               });
    router.raw({.verb = contract::Verb::put,
                .path = "/api/v1/account/cv/",
                .name = "files.uploadCv",
                .summary = "One's CV: the body is a PDF",
                .limit = {.requests = 10},
                .body_bytes = static_cast<std::size_t>(kCvBytes)},
               [this](api::Call& call) -> Task<http::Response> {
                   if (!call.caller.signed_in())
                       co_return refused(sign_in_needed(), call);
                   co_return answered(co_await set_cv(call.caller, call.request.body), call);
               });
    router.raw({.verb = contract::Verb::get,
                .path = "/api/v1/files/*",
                .name = "files.picture",
                .summary = "A photo or cover, for everybody; never changes",
                .limit = {.requests = 3000}},
               [this](api::Call& call) { return picture(call); });
    router.raw(
        {.verb = contract::Verb::get,
         .path = "/api/v1/cv-files/*",
         .name = "files.cvFile",
         .summary = "A CV as a download, for its owner and who has a session with them, or a signed address",
         .limit = {.requests = 60}},
        [this](api::Call& call) { return cv_file(call); });
}

void Files::listen(jobs::Listeners& listeners) {
    listeners.every("files.collect", hours{1}, [this] { return collect(); });
    listeners.every("files.collect_uploads", hours{1}, [this] { return resumable_.collect(); });
    p_.quarantine.listen(listeners);
}

Task<http::Response> Files::picture(api::Call& call) {
    auto const key = without_slash(call.request.path.substr(blobs::kPictures.size()));
    auto const rendition = rendition_in(key);
    auto const type = rendition ? rendition_type(rendition->format) : picture_type(key);
    Error const missing{Code::not_found, "files.not_found"};
    if (!type)
        co_return refused(missing, call);
    if (auto const free = co_await p_.quarantine.released(p_.db, rendition ? rendition->of : key); !free)
        co_return refused(free.error(), call);
    auto const etag = fmt::format("\"{}\"", key);
    http::Response response{.content_type = *type};
    response.add("ETag", etag);
    response.add("Cache-Control", "public, max-age=31536000, immutable");
    response.add("Content-Security-Policy", blobs::kPolicy);
    response.add("Cross-Origin-Resource-Policy", "cross-origin");
    if (http::etag_matches(call.request.header("if-none-match"), etag)) {
        response.status = 304;
        co_return response;
    }
    auto const named =
        rendition ? co_await rendition_store::find(p_.db, rendition->of, rendition->width, rendition->format)
                  : std::optional<std::string>(key);
    if (named)
        response.shared_body = co_await p_.pictures.get(*named);
    if (!response.shared_body)
        co_return refused(missing, call);
    http::serve_range(call.request, response, etag);
    co_return response;
}

Task<http::Response> Files::cv_file(api::Call& call) {
    auto const query = call.request.query;
    bool const linked = blobs::SignedUrls::is_link(query);
    if (!linked && !call.caller.signed_in())
        co_return refused(sign_in_needed(), call);
    auto const person = without_slash(call.request.path.substr(kCvFolder.size()));
    auto const owner = co_await (linked ? with_cv(query, person) : with_cv(call.caller, person));
    if (!owner)
        co_return refused(owner.error(), call);
    http::Response response{.content_type = "application/pdf"};
    response.shared_body = co_await p_.documents.get(owner->cv_key);
    if (!response.shared_body)
        co_return refused({Code::not_found, "files.cv_not_found"}, call);
    auto const etag = fmt::format("\"{}\"", owner->cv_key);
    response.add("ETag", etag);
    // A signed address is for downloads that may be resumed, so the browser may keep what it has of it.
    response.add("Cache-Control", linked ? "private, no-cache" : "private, no-store");
    response.add("Content-Security-Policy", blobs::kPolicy);
    response.add("Cross-Origin-Resource-Policy", "same-origin");
    response.add("Content-Disposition",
                 blobs::disposition("attachment", fmt::format("{} CV.pdf", owner->name)));
    http::serve_range(call.request, response, etag);
    co_return response;
}

}  // namespace ax::files
