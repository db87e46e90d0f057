#include "base/parse_id.h"
#include "features/chat/attachments.h"
#include "features/chat/contract_attachments.h"
#include "platform/api/target.h"
#include "platform/blobs/download.h"
#include "platform/http/etag.h"
#include "platform/http/problem.h"
#include "platform/http/range.h"

#include <fmt/format.h>

namespace ax::chat {
namespace {

constexpr std::string_view kFolder = "/api/v1/chat/attachments/";

http::Response refused(Error const& error, api::Call const& call) {
    return http::problem(error, call.request.request_id);
}

std::string_view kept_type(std::string_view stored) {
    for (std::string_view const known : {"image/png", "image/jpeg", "image/gif", "image/webp"}) {
        if (stored == known)
            return known;
    }
    return "application/octet-stream";
}

std::string_view without_slash(std::string_view path) {
    if (path.ends_with('/'))
        path.remove_suffix(1);
    return path;
}

}  // namespace

void Attachments::bind(api::Router& router) {
    router.bind(kAttachmentLink,
                [this](Caller const& who, AttachmentRef ref) { return link(who, ref.attachment); });
    router.bind(kTakeUploaded, [this](Caller const& who, files::Uploaded ref) {
        return take_uploaded(who, std::move(ref.upload));
    });
    router.raw({.verb = contract::Verb::post,
                .path = kFolder,
                .name = "chat.uploadAttachment",
                .summary = "A picture to send: the body is the file, ?name= its name",
                .limit = {.requests = 30},
                .body_bytes = static_cast<std::size_t>(most_)},
               [this](api::Call& call) { return post(call); });
    router.raw({.verb = contract::Verb::get,
                .path = "/api/v1/chat/attachments/*",
                .name = "chat.attachment",
                .summary = "A picture of a message, for its members or a signed address"},
               [this](api::Call& call) { return serve(call); });
}

Task<http::Response> Attachments::post(api::Call& call) {
    if (!call.caller.signed_in())
        co_return refused({Code::unauthenticated, "auth.sign_in_needed"}, call);
    contract::TextFields fields;
    if (!api::add_query(call.request.query, fields))
        co_return refused({Code::malformed, "request.malformed_query"}, call);
    std::string name;
    for (auto const& [key, value] : fields)
        if (key == "name")
            name = value;
    auto const done = co_await upload(call.caller, std::move(name), call.request.body);
    if (!done)
        co_return refused(done.error(), call);
    co_return http::Response{.status = 201, .body = contract::to_json(*done)};
}

Task<http::Response> Attachments::serve(api::Call& call) {
    auto const query = call.request.query;
    bool const linked = blobs::SignedUrls::is_link(query);
    if (!linked && !call.caller.signed_in())
        co_return refused({Code::unauthenticated, "auth.sign_in_needed"}, call);
    auto const id = parse_id<AttachmentId>(without_slash(call.request.path.substr(kFolder.size())));
    if (!id)
        co_return refused({Code::not_found, "chat.attachment_not_found"}, call);
    auto const file = co_await (linked ? get(query, *id) : get(call.caller, *id));
    if (!file)
        co_return refused(file.error(), call);

    http::Response response{.shared_body = file->bytes, .content_type = kept_type(file->content_type)};
    auto const etag = fmt::format("\"{}\"", file->digest);
    response.add("ETag", etag);
    response.add("Cache-Control", linked ? "private, no-cache" : "private, max-age=86400");
    response.add("Content-Security-Policy", blobs::kPolicy);
    response.add("Cross-Origin-Resource-Policy", "same-origin");
    bool const shown = !linked && response.content_type != "application/octet-stream";
    response.add("Content-Disposition", blobs::disposition(shown ? "inline" : "attachment", file->name));
    if (auto const known = call.request.header("if-none-match"); http::etag_matches(known, etag)) {
        response.status = 304;
        response.shared_body = nullptr;
    }
    http::serve_range(call.request, response, etag);
    co_return response;
}

}  // namespace ax::chat
