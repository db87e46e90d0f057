#pragma once

#include "platform/archive/writer.h"
#include "platform/db/query.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ax::operations {

constexpr std::string_view kManifestName = "manifest.json";
constexpr std::string_view kManifestSumName = "manifest.json.sha256";
constexpr std::string_view kSqliteName = "aspirex.db";
constexpr std::string_view kPostgresName = "aspirex.dump";

/// What a backup holds; the last but one part of it, so that a cut file has none.
struct Manifest {
    std::string version;  // of the program
    db::Engine engine = db::Engine::sqlite;
    std::string made_at;                       // 2026-11-24T10:00:00Z
    std::vector<std::string> migrations;       // `name checksum`, in order
    std::map<std::string, std::int64_t> rows;  // of each table
    std::vector<archive::Part> parts;          // all before it, in order
    std::vector<std::string> missing;          // files that rows name and that were not there
};

[[nodiscard]] std::string to_json(Manifest const& manifest);
/// Throws archive::Damaged for what is no manifest, or one of a format that this program does not know.
[[nodiscard]] Manifest from_json(std::string_view json);

}  // namespace ax::operations
