#include "features/operations/manifest.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace ax::operations {
namespace {

namespace json = boost::json;

constexpr std::int64_t kFormat = 1;

json::array texts(std::vector<std::string> const& all) {
    json::array out;
    for (auto const& one : all) out.emplace_back(one);
    return out;
}

std::vector<std::string> to_texts(json::value const& value) {
    std::vector<std::string> out;
    for (auto const& one : value.as_array()) out.emplace_back(one.as_string());
    return out;
}

Manifest read(json::object const& object) {
    if (object.at("format").as_int64() != kFormat)
        throw archive::Damaged("the backup has a format that this version does not know");
    Manifest out{
        .version = std::string(object.at("version").as_string()),
        .engine = object.at("engine").as_string() == "sqlite" ? db::Engine::sqlite : db::Engine::postgres,
        .made_at = std::string(object.at("made_at").as_string()),
        .migrations = to_texts(object.at("migrations")),
        .rows = {},
        .parts = {},
        .missing = to_texts(object.at("missing"))};
    for (auto const& [table, count] : object.at("rows").as_object())
        out.rows.emplace(table, count.as_int64());
    for (auto const& part : object.at("parts").as_array())
        out.parts.push_back({.name = std::string(part.at("name").as_string()),
                             .size = static_cast<std::uint64_t>(part.at("size").as_int64()),
                             .sha256 = std::string(part.at("sha256").as_string())});
    return out;
}

}  // namespace

std::string to_json(Manifest const& manifest) {
    json::object rows;
    for (auto const& [table, count] : manifest.rows) rows.emplace(table, count);
    json::array parts;
    for (auto const& part : manifest.parts)
        parts.push_back(
            {{"name", part.name}, {"size", static_cast<std::int64_t>(part.size)}, {"sha256", part.sha256}});
    json::object const object{{"format", kFormat},
                              {"version", manifest.version},
                              {"engine", manifest.engine == db::Engine::sqlite ? "sqlite" : "postgresql"},
                              {"made_at", manifest.made_at},
                              {"migrations", texts(manifest.migrations)},
                              {"rows", std::move(rows)},
                              {"parts", std::move(parts)},
                              {"missing", texts(manifest.missing)}};
    return json::serialize(object) + "\n";
}

Manifest from_json(std::string_view text) {
    try {
        return read(json::parse(json::string_view(text.data(), text.size())).as_object());
    } catch (archive::Damaged const&) {
        throw;
    } catch (std::exception const&) {
        throw archive::Damaged("the backup's manifest can't be read");
    }
}

}  // namespace ax::operations
