#include "features/operations/table_digest.h"

#include "platform/crypto/hash.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include <fmt/format.h>

namespace ax::operations {
namespace {

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        auto const word = text.substr(0, text.find(' '));
        if (!word.empty())
            out.push_back(word);
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return out;
}

}  // namespace

void TableDigest::add(std::span<db::Param const> row) {
    std::string bytes;
    for (auto const& value : row) {
        auto const text = db::to_text(value);
        // Kind and length: no two rows have one encoding.
        bytes += fmt::format("{}{}:", static_cast<int>(value.kind()), text.size());
        bytes += text;
    }
    auto const digest = crypto::sha256(bytes);
    for (std::size_t lane = 0; lane < sum.size(); ++lane) {
        std::uint64_t part = 0;
        std::memcpy(&part, digest.data() + lane * sizeof part, sizeof part);
        sum[lane] += part;
    }
    ++rows;
}

std::string TableDigest::text() const {
    return fmt::format("{:016x}{:016x}{:016x}{:016x}", sum[0], sum[1], sum[2], sum[3]);
}

void make_canonical(Table const& table, std::vector<db::Param>& row, std::string& words) {
    if (!table.search || row[1].kind() != db::Param::Kind::text)
        return;
    auto all = split(row[1].text());
    std::ranges::sort(all);
    auto const repeated = std::ranges::unique(all);
    all.erase(repeated.begin(), repeated.end());
    words.clear();
    for (auto const word : all) {
        if (!words.empty())
            words += ' ';
        words += word;
    }
    row[1] = db::Param(words);
}

TableDigest digest_of(db::Plain& database, Table const& table) {
    TableDigest digest;
    std::vector<db::Param> row;
    std::string words;
    database.each(select_all(table, database.engine()), [&](std::span<db::Param const> values) {
        row.assign(values.begin(), values.end());
        make_canonical(table, row, words);
        digest.add(row);
    });
    return digest;
}

}  // namespace ax::operations
