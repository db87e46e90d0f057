#include "features/mentors/tokens.h"

#include "base/words.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

namespace ax::mentors {
namespace {

constexpr std::size_t kMostWords = 12;
constexpr std::string_view kNameMark = "zzn";

struct ShortForm {
    std::string_view word;
    std::string_view full;   // words
    std::string_view skill;  // as the vocabulary spells it; empty: not a skill of its own
};
constexpr std::array kShortForms{
    ShortForm{"ai", "artificial intelligence", ""},
    ShortForm{"cpp", "cplusplus", "C++"},
    ShortForm{"cs", "computer science", ""},
    ShortForm{"dl", "deep learning", "Deep learning"},
    ShortForm{"dsa", "data structures algorithms", ""},
    ShortForm{"gcp", "google cloud", "Google Cloud"},
    ShortForm{"golang", "go", "Go"},
    ShortForm{"js", "javascript", "JavaScript"},
    ShortForm{"k8s", "kubernetes", "Kubernetes"},
    ShortForm{"maths", "mathematics", "Mathematics"},
    ShortForm{"math", "mathematics", "Mathematics"},
    ShortForm{"ml", "machine learning", "Machine learning"},
    ShortForm{"nlp", "natural language processing", "Natural language processing"},
    ShortForm{"node", "nodejs", "Node.js"},
    ShortForm{"nodejs", "node", "Node.js"},
    ShortForm{"postgres", "postgresql", "PostgreSQL"},
    ShortForm{"psql", "postgresql", "PostgreSQL"},
    ShortForm{"py", "python", "Python"},
    ShortForm{"rails", "ruby on rails", "Ruby on Rails"},
    ShortForm{"reactjs", "react", "React"},
    ShortForm{"ts", "typescript", "TypeScript"},
    ShortForm{"vue", "vuejs", "Vue.js"},
    ShortForm{"vuejs", "vue", "Vue.js"},
};

ShortForm const* short_form(std::string_view word) {
    auto const found = std::ranges::find(kShortForms, word, &ShortForm::word);
    return found == kShortForms.end() ? nullptr : &*found;
}

class Expression {
public:
    explicit Expression(db::Engine engine) : sqlite_(engine == db::Engine::sqlite) {}

    void require(std::string_view alternatives) {
        if (!text_.empty())
            text_ += sqlite_ ? " AND " : " & ";
        text_ += fmt::format("({})", alternatives);
    }
    [[nodiscard]] std::string all(std::vector<std::string> const& of) const {
        Expression inner(sqlite_ ? db::Engine::sqlite : db::Engine::postgres);
        for (auto const& word : of) inner.require(exactly(word));
        return fmt::format("({})", inner.text_);
    }
    [[nodiscard]] std::string exactly(std::string_view word) const { return quoted(word); }
    [[nodiscard]] std::string begins(std::string_view word) const {
        return quoted(word) + (sqlite_ ? " *" : ":*");
    }
    [[nodiscard]] std::string either(std::string_view a, std::string_view b) const {
        return fmt::format("{} {} {}", a, sqlite_ ? "OR" : "|", b);
    }
    [[nodiscard]] std::string take() && { return std::move(text_); }

private:
    [[nodiscard]] std::string quoted(std::string_view word) const {
        return fmt::format("{0}{1}{0}", sqlite_ ? '"' : '\'', word);
    }

    std::string text_;
    bool sqlite_;
};

}  // namespace

std::string searchable(std::string_view name, std::string_view text) {
    std::set<std::string> all;
    for (auto const& word : words(name)) {
        all.insert(word);
        all.insert(fmt::format("{}{}", kNameMark, word));
    }
    for (auto& word : words(text)) {
        if (ShortForm const* const form = short_form(word))
            all.merge([&] {
                auto const full = words(form->full);
                return std::set<std::string>(full.begin(), full.end());
            }());
        all.insert(std::move(word));
    }
    return fmt::format("{}", fmt::join(all, " "));
}

std::string match_query(std::string_view question, db::Engine engine) {
    auto asked = words(question);
    if (asked.size() > kMostWords)
        asked.resize(kMostWords);
    Expression expression(engine);
    for (auto const& word : asked) {
        bool const last = &word == &asked.back();
        if (ShortForm const* const form = short_form(word)) {
            expression.require(
                expression.either(expression.exactly(word), expression.all(words(form->full))));
        } else if (!last) {
            expression.require(expression.exactly(word));
        } else if (word.size() < 3) {
            expression.require(expression.either(expression.exactly(word),
                                                 expression.begins(fmt::format("{}{}", kNameMark, word))));
        } else {
            expression.require(expression.begins(word));
        }
    }
    return std::move(expression).take();
}

std::string_view full_skill_name(std::string_view folded) {
    if (folded == "node.js" || folded == "react.js")
        return folded == "node.js" ? "Node.js" : "React";
    ShortForm const* const form = short_form(folded);
    return form == nullptr ? std::string_view{} : form->skill;
}

}  // namespace ax::mentors
