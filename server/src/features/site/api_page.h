#pragma once

#include <string_view>

/// The page that lets people browse /api/v1/openapi.json: three small files, no inline code, so that it lives
/// under the same content security policy as the rest.
namespace ax::site {

extern std::string_view const kApiPage;
extern std::string_view const kApiPageScript;
extern std::string_view const kApiPageStyle;

}  // namespace ax::site
