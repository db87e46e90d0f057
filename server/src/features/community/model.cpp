#include "features/community/model.h"

#include "base/words.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ax::community {
namespace {

constexpr std::size_t kLongestTag = 30;

}  // namespace

Result<std::vector<std::string>> normal_tags(std::vector<std::string> const& typed) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        auto tag = fmt::format("{}", fmt::join(words(typed[i]), "-"));
        auto const field = fmt::format("tags[{}]", i);
        if (tag.empty())
            return fail_field(field, "required");
        if (tag.size() > kLongestTag)
            return fail_field(field, "too_long", kLongestTag);
        if (std::ranges::find(out, tag) == out.end())
            out.push_back(std::move(tag));
    }
    return out;
}

}  // namespace ax::community
