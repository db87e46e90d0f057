#pragma once

#include "platform/mail/kind.h"
#include "platform/mail/template.h"
#include "platform/mail/templates.h"

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ax::mail {

/// A `.txt` file: lines `Subject: …` (needed), `Button: …`, `Group: …`, `Footer: …`, an empty line, the text.
class LetterFile {
public:
    static std::expected<LetterFile, std::string> parse(std::string_view source);
    /// A layout: text from the first line on.
    static std::expected<LetterFile, std::string> whole(std::string_view source);

    [[nodiscard]] Words fill(Values const& values, std::string_view content = {}) const;
    [[nodiscard]] std::vector<Template::Name> names() const;
    [[nodiscard]] std::vector<Template::Name> names_of_text() const { return text_.names(); }

private:
    Template subject_;
    Template button_;
    Template group_;
    Template footer_;
    Template text_;
};

/// What of these names is not among the values, or used as what it is not: "line 2: there is no {{mentr}}".
[[nodiscard]] std::vector<std::string> misnamed(std::span<Template::Name const> names,
                                                std::span<Sample const> values,
                                                std::span<Sample const> common);

}  // namespace ax::mail
