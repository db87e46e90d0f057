#include "features/operations/files.h"

#include "features/operations/catalogue.h"
#include "platform/archive/header.h"
#include "platform/blobs/store.h"

#include <algorithm>
#include <array>
#include <set>

namespace ax::operations {
namespace {

namespace fs = std::filesystem;

struct Kind {
    char const* folder;
    char const* table;
    char const* rows;  // key and bytes
};
// One for each blobs::Store of features/files and features/chat.
constexpr std::array<std::string_view, 3> kFolders{"files/pictures", "files/documents", "attachments"};
// What they hold.
constexpr std::array kKinds{
    Kind{"files/pictures", "file", "SELECT blob_key, bytes FROM file WHERE blob_key NOT LIKE '%.pdf'"},
    Kind{"files/pictures", "rendition", "SELECT DISTINCT blob_key, bytes FROM rendition"},
    Kind{"files/documents", "file", "SELECT blob_key, bytes FROM file WHERE blob_key LIKE '%.pdf'"},
    Kind{"attachments", "attachment", "SELECT DISTINCT digest, bytes FROM attachment"},
};
constexpr std::size_t kPrefix = 2;
constexpr std::size_t kDigest = 64;
constexpr std::string_view kAside = ".gone";

// 64 digits, and of a picture or document its ending; a file that is being written has another.
bool is_key(std::string_view key) {
    auto const digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    auto const letter = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); };
    if (key.size() < kDigest || !std::ranges::all_of(key.substr(0, kDigest), digit))
        return false;
    auto const ending = key.substr(kDigest);
    return ending.empty() || (ending.size() > 1 && ending.size() <= 6 && ending.front() == '.' &&
                              ending[1] >= 'a' && std::ranges::all_of(ending.substr(1), letter));
}

}  // namespace

bool is_file_name(std::string_view name) noexcept {
    return std::ranges::any_of(kFolders, [&](std::string_view folder) {
        if (!name.starts_with(folder) || name.size() < folder.size() + kPrefix + 2)
            return false;
        auto const rest = name.substr(folder.size());
        return rest[0] == '/' && rest[1 + kPrefix] == '/' &&
               is_key(std::string(rest.substr(1, kPrefix)) + std::string(rest.substr(2 + kPrefix)));
    });
}

std::vector<StoredFile> stored_files(fs::path const& data) {
    std::vector<StoredFile> out;
    for (auto const folder : kFolders) {
        if (!fs::is_directory(data / folder))
            continue;
        for (auto const& entry : fs::recursive_directory_iterator(data / folder)) {
            if (!entry.is_regular_file() || entry.is_symlink())
                continue;
            auto name = fs::relative(entry.path(), data).string();
            if (name.ends_with(kAside))
                name.resize(name.size() - kAside.size());
            if (is_file_name(name))
                out.push_back({std::move(name), entry.path()});
        }
    }
    return out;
}

std::vector<NamedFile> named_files(db::Plain& database) {
    std::set<std::string, std::less<>> tables;
    for (auto& table : catalogue(database)) tables.insert(std::move(table.name));
    std::vector<NamedFile> out;
    // What the scanner refused has no bytes.
    std::set<std::string, std::less<>> refused;
    if (tables.contains("quarantine"))
        for (auto& key : database.texts("SELECT blob_key FROM quarantine WHERE state = 1"))
            refused.insert(std::move(key));
    for (auto const& kind : kKinds)
        if (tables.contains(kind.table))
            database.each(kind.rows, [&](std::span<db::Param const> row) {
                if (!refused.contains(row[0].text()))
                    out.push_back({blobs::name_of(kind.folder, row[0].text()), row[1].integer()});
            });
    std::ranges::sort(out);
    // One file may be named twice, since names are by content.
    auto const again = std::ranges::unique(out);
    out.erase(again.begin(), again.end());
    return out;
}

}  // namespace ax::operations
