#pragma once

#include <span>
#include <string_view>

namespace ax::mail {

struct EmbeddedTemplate {
    std::string_view file;  // "auth-reset.txt"
    std::string_view text;
};

/// All mail templates of this binary.
std::span<EmbeddedTemplate const> embedded_templates();

}  // namespace ax::mail
