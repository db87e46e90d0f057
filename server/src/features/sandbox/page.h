#pragma once

#include "platform/http/message.h"

#include <string>
#include <string_view>

/// The sandbox's own plain pages: no script, one style sheet.
namespace ax::sandbox {

/// Escaped, with http(s) addresses as links and line breaks kept.
[[nodiscard]] std::string linked_html(std::string_view text);
[[nodiscard]] http::Response page(std::string_view title, std::string_view body, int status = 200);

extern std::string_view const kStyle;

/// `order_` and 14 letters or digits, as Razorpay's.
[[nodiscard]] std::string new_id(std::string_view prefix);
/// The value of one field of a query or an urlencoded form; empty if absent or broken.
[[nodiscard]] std::string form_value(std::string_view form, std::string_view name);

}  // namespace ax::sandbox
