#pragma once

#include "platform/mail/mail.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::mail {

/// What a mail says, once; text and HTML are made from it. Everything is plain text and escaped.
struct Letter {
    struct Button {
        std::string label;
        std::string url;  // http or https; anything else is left out
    };
    std::string title;
    std::vector<std::string> paragraphs;
    std::optional<Button> button = {};
    std::string footer = {};  // why this person gets this mail
};

/// A mail with the letter's title as its subject. `product` is named at the head and the foot.
[[nodiscard]] Mail to_mail(Letter const& letter, std::string_view product, std::string to_address,
                           std::string to_name);

[[nodiscard]] std::string to_text(Letter const& letter, std::string_view product);
/// Readable in light and dark, without images, script or remote parts; one column, real headings, a link that
/// is also written out for readers whose program shows no buttons.
[[nodiscard]] std::string to_html(Letter const& letter, std::string_view product);

}  // namespace ax::mail
