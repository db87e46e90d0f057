#include "platform/http/static_files.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/http/content_type.h"
#include "platform/http/etag.h"
#include "platform/http/problem.h"
#include "platform/telemetry/log.h"

namespace ax::http {

namespace fs = std::filesystem;

// One encoding of a file.
struct StaticFiles::Variant {
    std::string coding;  // empty: as it is
    fs::path path;
    std::string etag;
    std::shared_ptr<std::string const> content;  // null: read when asked for
};

struct StaticFiles::File {
    std::string_view content_type;
    bool hashed = false;
    std::vector<Variant> variants;  // the plain one first
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
        auto content = read_file(path);
        if (!content)
            throw std::system_error(errno, std::generic_category(), "static file " + path.string());
        Variant variant{.coding = {}, .path = path, .etag = make_etag(*content), .content = {}};
        if (content->size() <= std::min(options.largest_in_memory, memory_left_)) {
            memory_left_ -= content->size();
            variant.content = std::make_shared<std::string const>(std::move(*content));
        }
        std::string_view const suffix = name.ends_with(".br") ? "br" : name.ends_with(".gz") ? "gzip" : "";
        if (!suffix.empty()) {
            auto const plain = files_.find(name.substr(0, name.size() - 3));
            if (plain != files_.end()) {
                variant.coding = suffix;
                plain->second->variants.push_back(std::move(variant));
                continue;
            }
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

Response StaticFiles::respond(Request const& request) const {
    File const* const file = find(request);
    Response response;
    if (file == nullptr) {
        response = problem(404, "request.not_found", request.request_id);
        response.endpoint = "static";
        return response;
    }
    if (request.verb != Verb::get) {
        response = problem(405, "request.method_refused", request.request_id);
        response.add("Allow", "GET, HEAD, OPTIONS");
        response.endpoint = "static";
        return response;
    }
    response.endpoint = "static";
    response.content_type = file->content_type;

    std::string_view const accepted = request.header("accept-encoding");
    Variant const* best = &file->variants.front();
    int best_weight = 0;
    for (auto const& variant : file->variants) {
        int const weight = variant.coding.empty() ? 0 : encoding_weight(accepted, variant.coding);
        if (weight > best_weight) {
            best = &variant;
            best_weight = weight;
        }
    }
    response.add("Cache-Control", file->hashed ? "public, max-age=31536000, immutable" : "no-cache");
    if (file->variants.size() > 1)
        response.add("Vary", "Accept-Encoding");
    if (best->content) {
        response.shared_body = best->content;
    } else if (auto content = read_file(best->path)) {
        response.body = std::move(*content);
    } else {
        telemetry::log(telemetry::Level::error, "http.static_file_lost", {{"request_id", request.request_id}});
        response = problem(404, "request.not_found", request.request_id);
        response.endpoint = "static";
        return response;
    }
    // A large file may have been replaced since the start.
    std::string const etag = best->content ? best->etag : make_etag(response.body);
    response.add("ETag", etag);
    if (!best->coding.empty())
        response.add("Content-Encoding", best->coding);
    if (etag_matches(request.header("if-none-match"), etag))
        response.status = 304;
    return response;
}

}  // namespace ax::http
