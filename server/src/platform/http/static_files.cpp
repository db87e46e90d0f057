#include "platform/http/static_files.h"

#include "platform/http/content_type.h"
#include "platform/http/etag.h"
#include "platform/http/problem.h"
#include "platform/telemetry/log.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace ax::http {

namespace fs = std::filesystem;

// One encoding of a file.
struct StaticFiles::Variant {
    struct Content {
        std::shared_ptr<std::string const> bytes;  // null: the file is gone
        std::string etag;
    };

    Variant(std::string_view the_coding, fs::path the_path) : coding(the_coding), path(std::move(the_path)) {}
    Content load() const;

    std::string coding;  // empty: as it is
    fs::path path;
    std::shared_ptr<std::string const> kept;  // null: read when asked for
    std::string kept_etag;

private:
    mutable std::mutex mutex_;
    mutable std::weak_ptr<std::string const>
        lent_;  // to responses under way: many slow readers cost one copy
    mutable std::string lent_etag_;
};

struct StaticFiles::File {
    std::string_view content_type;
    bool hashed = false;
    std::vector<std::unique_ptr<Variant>> variants;  // the plain one first
};

namespace {

// Nothing if the file is gone. Never follows a link that took its place.
std::optional<std::string> read_file(fs::path const& path) {
    int const file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0)
        return {};
    struct stat info{};
    std::string content;
    std::size_t done = 0;
    if (::fstat(file, &info) == 0 && S_ISREG(info.st_mode))
        content.resize(static_cast<std::size_t>(info.st_size));
    while (done < content.size()) {
        auto const got = ::read(file, content.data() + done, content.size() - done);
        if (got <= 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    ::close(file);
    content.resize(done);
    return content;
}

Response refuse(int status, std::string_view reason, Request const& request) {
    Response response = problem(status, reason, request.request_id);
    response.endpoint = "static";
    return response;
}

bool below(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

// Paths that never belong to the client's router.
bool of_the_server(std::string_view path) {
    return std::ranges::any_of(
        std::to_array<std::string_view>({"/api", "/sandbox", "/metrics", "/ws", "/socket.io", "/assets"}),
        [&](std::string_view folder) { return below(path, folder); });
}

}  // namespace

StaticFiles::Variant::Content StaticFiles::Variant::load() const {
    if (kept)
        return {kept, kept_etag};
    std::lock_guard const lock(mutex_);
    if (auto bytes = lent_.lock())
        return {std::move(bytes), lent_etag_};
    auto content = read_file(path);
    if (!content)
        return {};
    auto bytes = std::make_shared<std::string const>(std::move(*content));
    lent_ = bytes;
    // Not from the start: the file may have been replaced since.
    lent_etag_ = make_etag(*bytes);
    return {std::move(bytes), lent_etag_};
}

StaticFiles::~StaticFiles() = default;
StaticFiles::StaticFiles(StaticFiles&&) noexcept = default;
StaticFiles& StaticFiles::operator=(StaticFiles&&) noexcept = default;

StaticFiles::StaticFiles(fs::path const& directory, Options options) : memory_left_(options.memory) {
    if (directory.empty() || !fs::is_directory(directory))
        return;
    std::vector<fs::path> paths;
    for (auto const& entry : fs::recursive_directory_iterator(directory))
        if (!entry.is_symlink() && entry.is_regular_file())
            paths.push_back(entry.path());
    // In order, so that `x` is known before `x.br`.
    std::ranges::sort(paths);
    for (auto const& path : paths) {
        std::string name = "/" + path.lexically_relative(directory).generic_string();
        std::string_view const suffix = name.ends_with(".br") ? "br" : name.ends_with(".gz") ? "gzip" : "";
        auto const plain = suffix.empty() ? files_.end() : files_.find(name.substr(0, name.size() - 3));
        bool const sibling = plain != files_.end();
        auto variant = std::make_unique<Variant>(sibling ? suffix : "", path);
        auto const size = fs::file_size(path);
        if (size <= std::min(options.largest_in_memory, memory_left_)) {
            auto content = read_file(path);
            if (!content)
                throw std::system_error(errno, std::generic_category(), "static file " + path.string());
            memory_left_ -= size;
            variant->kept_etag = make_etag(*content);
            variant->kept = std::make_shared<std::string const>(std::move(*content));
        }
        if (sibling) {
            plain->second->variants.push_back(std::move(variant));
            continue;
        }
        auto file = std::make_unique<File>();
        file->content_type = content_type_of(name);
        file->hashed = below(name, "/assets");
        file->variants.push_back(std::move(variant));
        files_.emplace(std::move(name), std::move(file));
    }
}

StaticFiles::File const* StaticFiles::find(Request const& request) const {
    std::string path;
    if (!percent_decode(request.path, false, path))
        return nullptr;
    if (path.ends_with('/'))
        path += "index.html";
    if (auto const found = files_.find(path); found != files_.end())
        return found->second.get();
    bool const page = !of_the_server(path) && accepts_exactly(request.header("accept"), "text/html");
    auto const index = page ? files_.find("/index.html") : files_.end();
    return index != files_.end() ? index->second.get() : nullptr;
}

std::shared_ptr<std::string const> StaticFiles::index() const {
    auto const found = files_.find("/index.html");
    return found == files_.end() ? nullptr : found->second->variants.front()->load().bytes;
}

Response StaticFiles::respond(Request const& request) const {
    File const* const file = find(request);
    if (file == nullptr)
        return refuse(404, "request.not_found", request);
    if (request.verb != Verb::get) {
        Response refusal = refuse(405, "request.method_refused", request);
        refusal.add("Allow", "GET, HEAD, OPTIONS");
        return refusal;
    }
    Response response;
    response.endpoint = "static";
    response.content_type = file->content_type;

    std::string_view const accepted = request.header("accept-encoding");
    Variant const* best = file->variants.front().get();
    int best_weight = 0;
    for (auto const& variant : file->variants) {
        int const weight = variant->coding.empty() ? 0 : encoding_weight(accepted, variant->coding);
        if (weight > best_weight) {
            best = variant.get();
            best_weight = weight;
        }
    }
    auto content = best->load();
    if (!content.bytes) {
        telemetry::log(telemetry::Level::error, "http.static_file_lost",
                       {{"request_id", request.request_id}});
        return refuse(404, "request.not_found", request);
    }
    response.shared_body = std::move(content.bytes);
    response.add("Cache-Control", file->hashed ? "public, max-age=31536000, immutable" : "no-cache");
    response.add("ETag", content.etag);
    if (file->variants.size() > 1)
        response.add("Vary", "Accept-Encoding");
    if (!best->coding.empty())
        response.add("Content-Encoding", best->coding);
    if (etag_matches(request.header("if-none-match"), content.etag))
        response.status = 304;
    return response;
}

}  // namespace ax::http
