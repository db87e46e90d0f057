#pragma once

#include <string_view>

namespace ax::crypto {

/// Passwords people really use and frequent English words: lower case, most frequent first, separated by
/// single white space. Where they come from: data/generate.mjs.
extern std::string_view const kCommonPasswords;
extern std::string_view const kCommonWords;

}  // namespace ax::crypto
