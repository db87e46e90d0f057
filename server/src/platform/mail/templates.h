#pragma once

#include "platform/mail/kind.h"
#include "platform/mail/mail.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ax::mail {

/// A letter's words, without its layout: what notices in the product and pushes say, too.
struct Words {
    std::string subject;
    std::string text;
    std::string html = {};  // markup; empty: follows from the text
    std::string button = {};
    std::string group = {};   // the subject of several notices that are one line; {n} is their number
    std::string footer = {};  // why this person gets this mail
};

/// Whom a letter goes to, and the addresses in it, which no template can change.
struct Envelope {
    std::string to_address;
    std::string to_name;
    std::string url = {};    // of the button; http or https, anything else is left out
    std::string leave = {};  // page that ends mails of this kind
};

struct TemplateOptions {
    std::string folder = {};  // the operator's own files; empty: none
    std::string site = "AspireX";
    std::string home = {};  // address of the web client, without the last slash
};

/// The words of all letters: from the binary, or from the operator's folder where that has a file of the
/// name.
///
/// All files are read and checked once, when it is made. Thread-safe: nothing changes afterwards. A value
/// that is missing can't happen: the compiler checks what is given, the constructor what files name.
class Templates {
public:
    /// Throws std::invalid_argument with a line for every fault of every file. The kinds must live as long.
    Templates(std::span<AnyKind const> kinds, TemplateOptions options);
    ~Templates();
    Templates(Templates const&) = delete;
    Templates& operator=(Templates const&) = delete;

    template <auto const& K>
        requires(!K.values.empty())
    [[nodiscard]] Words words(Given<K> const (&values)[K.values.size()]) const {
        Values filled;
        for (auto const& one : values) filled.insert_or_assign(std::string(one.name.text), one.value);
        return fill(K.name, std::move(filled));
    }
    template <auto const& K>
        requires(K.values.empty())
    [[nodiscard]] Words words() const {
        return fill(K.name, {});
    }

    /// The whole mail. Its Message-ID and one-click address are the caller's to add.
    [[nodiscard]] Mail mail(Words const& words, Envelope envelope) const;

    struct Entry {
        AnyKind kind;
        std::vector<std::string> files;  // of the operator; empty: only built in
    };
    [[nodiscard]] std::vector<Entry> list() const;
    /// With the samples as values; nothing if there is no such letter.
    [[nodiscard]] std::optional<Mail> preview(std::string_view name) const;

    /// Values that a file of a kind does not name, or that its text says and its markup does not, as
    /// "auth-reset.txt does not use {{minutes}}".
    [[nodiscard]] std::vector<std::string> unused() const;

private:
    struct Letter;
    void load(AnyKind kind, std::vector<std::string>& faults);
    [[nodiscard]] std::optional<std::string> source(std::string const& file, std::vector<std::string>& faults,
                                                    Letter& letter) const;
    void look_for_strangers(std::vector<std::string>& faults) const;
    [[nodiscard]] Letter const* find(std::string_view name) const;
    [[nodiscard]] Values with_common(Values values) const;
    [[nodiscard]] Words fill(std::string_view name, Values values) const;

    TemplateOptions options_;
    std::vector<Letter> letters_;  // the layout last
};

}  // namespace ax::mail
