#include "features/files/resumable.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/sha1.h"
#include "platform/http/problem.h"
#include "platform/http/text.h"

#include <charconv>

#include <fmt/chrono.h>

// tus 1.0 (https://tus.io/protocols/resumable-upload) on HTTP: what its headers say. Whose uploads, how many
// and how large is resumable.cpp's.
namespace ax::files {
namespace {

constexpr std::string_view kFolder = "/api/v1/uploads/";
constexpr std::string_view kVersion = "1.0.0";
constexpr std::string_view kPartType = "application/offset+octet-stream";
constexpr int kChecksumMismatch = 460;

http::Response done(int status) { return http::Response{.status = status}; }

http::Response refused(Error const& error, api::Call const& call) {
    return http::problem(error, call.request.request_id);
}

http::Response refused(int status, std::string_view reason, api::Call const& call) {
    return http::problem(status, reason, call.request.request_id);
}

// A number of bytes: digits alone.
std::optional<std::int64_t> size_in(std::string_view text) {
    std::int64_t size = 0;
    auto const [end, bad] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (bad != std::errc{} || end != text.data() + text.size() || size < 0)
        return std::nullopt;
    return size;
}

std::string date_of(Instant at) {
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", std::chrono::floor<seconds>(at));
}

// What of a client that can't say PATCH or DELETE.
std::string_view method_of(http::Request const& request) {
    auto const meant = request.header("x-http-method-override");
    return request.verb == http::Verb::post && !meant.empty() ? meant : request.method;
}

// The status that says so; 0: what came is what was sent, as far as the sender says.
int checksum_fault(http::Request const& request) {
    auto rest = request.header("upload-checksum");
    if (rest.empty())
        return 0;
    auto const algorithm = http::next_item(rest, ' ');
    auto const said = crypto::from_base64(rest);
    if (!said || (algorithm != "sha1" && algorithm != "sha256"))
        return 400;
    auto const is = algorithm == "sha1" ? crypto::sha1_hex(request.body)
                                        : crypto::to_hex(crypto::bytes(crypto::sha256(request.body)));
    return is == crypto::to_hex(*said) ? 0 : kChecksumMismatch;
}

void add_progress(http::Response& response, Resumable::Upload const& upload) {
    response.add("Upload-Offset", fmt::format_int(upload.received).str());
    response.add("Upload-Expires", date_of(upload.expires_at));
}

Task<http::Response> begin(Resumable& uploads, api::Call& call) {
    auto const& request = call.request;
    auto const size = size_in(request.header("upload-length"));
    if (!size || *size == 0)
        co_return refused(400, "files.upload_length", call);
    auto const made = co_await uploads.create(
        call.caller.account, {.bytes = *size, .metadata = std::string(request.header("upload-metadata"))});
    if (!made)
        co_return refused(made.error(), call);
    auto response = done(201);
    response.add("Location", fmt::format("{}{}", kFolder, made->id));
    add_progress(response, *made);
    co_return response;
}

Task<http::Response> look(Resumable& uploads, api::Call& call, std::string_view id) {
    auto const upload = co_await uploads.find(call.caller.account, id);
    if (!upload)
        co_return refused(upload.error(), call);
    auto response = done(200);
    add_progress(response, *upload);
    response.add("Upload-Length", fmt::format_int(upload->bytes).str());
    response.add("Upload-Metadata", upload->metadata);
    co_return response;
}

Task<http::Response> go_on(Resumable& uploads, api::Call& call, std::string_view id) {
    auto const& request = call.request;
    if (request.header("content-type") != kPartType)
        co_return refused(415, "files.upload_type", call);
    auto const at = size_in(request.header("upload-offset"));
    if (!at)
        co_return refused(400, "files.upload_offset", call);
    if (auto const broken = checksum_fault(request); broken != 0)
        co_return refused(broken, "files.upload_checksum", call);
    auto const upload = co_await uploads.append(call.caller.account, id, *at, request.body);
    if (!upload)
        co_return refused(upload.error(), call);
    auto response = done(204);
    add_progress(response, *upload);
    co_return response;
}

Task<http::Response> give_up(Resumable& uploads, api::Call& call, std::string_view id) {
    auto const removed = co_await uploads.remove(call.caller.account, id);
    co_return removed ? done(204) : refused(removed.error(), call);
}

Task<http::Response> to_one(Resumable& uploads, api::Call& call, std::string_view id) {
    auto const method = method_of(call.request);
    if (method == "HEAD")
        co_return co_await look(uploads, call, id);
    if (method == "PATCH")
        co_return co_await go_on(uploads, call, id);
    if (method == "DELETE")
        co_return co_await give_up(uploads, call, id);
    auto response = refused(405, "request.method_not_allowed", call);
    response.add("Allow", "HEAD, PATCH, DELETE, OPTIONS");
    co_return response;
}

Task<http::Response> to_all(Resumable& uploads, api::Call& call) {
    if (call.request.verb == http::Verb::post)
        co_return co_await begin(uploads, call);
    auto response = refused(405, "request.method_not_allowed", call);
    response.add("Allow", "POST, OPTIONS");
    co_return response;
}

http::Response what_we_speak(std::int64_t largest) {
    auto response = done(204);
    response.add("Allow", "POST, HEAD, PATCH, DELETE, OPTIONS");
    response.add("Tus-Extension", "creation,expiration,termination,checksum");
    response.add("Tus-Checksum-Algorithm", "sha1,sha256");
    response.add("Tus-Max-Size", fmt::format_int(largest).str());
    return response;
}

}  // namespace

void Resumable::bind(api::Router& router) {
    router.raw({.verb = contract::Verb::post,
                .path = kFolder,
                .name = "files.createUpload",
                .summary = "Begin an upload in parts (tus 1.0); Upload-Metadata names its purpose",
                .limit = {.requests = 60},
                .any_method = true},
               [this](api::Call& call) { return serve(call); });
    router.raw({.verb = contract::Verb::patch,
                .path = "/api/v1/uploads/*",
                .name = "files.upload",
                .summary = "An upload in parts, for who began it: HEAD, PATCH and DELETE of tus 1.0",
                .limit = {.requests = 600},
                .body_bytes = static_cast<std::size_t>(largest()),
                .any_method = true},
               [this](api::Call& call) { return serve(call); });
}

Task<http::Response> Resumable::serve(api::Call& call) {
    auto const& request = call.request;
    bool const spoken = request.header("tus-resumable") == kVersion;
    http::Response response;
    auto id = request.path.substr(kFolder.size() - 1);
    while (id.starts_with('/')) id.remove_prefix(1);
    if (request.verb == http::Verb::options)
        response = what_we_speak(largest());
    else if (!spoken)
        response = refused(412, "files.tus_version", call);
    else if (!call.caller.signed_in())
        response = refused({Code::unauthenticated, "auth.sign_in_needed"}, call);
    else if (id.empty())
        response = co_await to_all(*this, call);
    else
        response = co_await to_one(*this, call, id);
    response.add("Tus-Resumable", kVersion);
    if (!spoken)
        response.add("Tus-Version", kVersion);
    co_return response;
}

}  // namespace ax::files
