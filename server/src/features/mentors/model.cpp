#include "features/mentors/model.h"

#include "base/fold.h"
#include "contract/formats.h"

#include <set>

#include <fmt/format.h>

namespace ax::mentors {

std::vector<std::string> missing(Completeness const& has) {
    std::vector<std::string> names;
    auto const need = [&names](bool there, char const* name) {
        if (!there)
            names.emplace_back(name);
    };
    need(has.headline, "headline");
    need(has.about, "about");
    need(has.skills, "skills");
    need(has.services, "services");
    need(has.availability, "availability");
    return names;
}

Result<void> may_submit(Approval now, std::vector<std::string> const& missing) {
    if (now == Approval::pending || now == Approval::approved)
        return fail(Code::conflict, "mentors.already_submitted");
    if (missing.empty())
        return {};
    Error error{Code::invalid, "mentors.incomplete"};
    for (auto const& name : missing) error.fields.push_back({name, "required", {}});
    return std::unexpected(std::move(error));
}

Result<void> may_approve(Approval now) {
    if (now == Approval::pending || now == Approval::approved)
        return {};
    return fail(Code::conflict, "mentors.not_submitted");
}

Result<void> may_reject(Approval now) {
    if (now != Approval::draft)
        return {};
    return fail(Code::conflict, "mentors.not_submitted");
}

Result<std::vector<std::string>> tidy_list(std::vector<std::string> const& entries, std::string_view field,
                                           std::size_t shortest) {
    std::vector<std::string> kept;
    std::set<std::string> seen;
    Error error{Code::invalid, "request.invalid"};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto entry = tidy(entries[i]);
        auto folded = fold(entry);
        if (folded.empty())
            error.fields.push_back({fmt::format("{}[{}]", field, i), "blank", {}});
        else if (contract::code_points(entry) < shortest)
            error.fields.push_back(
                {fmt::format("{}[{}]", field, i), "too_short", static_cast<long long>(shortest)});
        else if (seen.insert(std::move(folded)).second)
            kept.push_back(std::move(entry));
    }
    if (!error.fields.empty())
        return std::unexpected(std::move(error));
    return kept;
}

Result<std::string> tidy_line(std::string_view text, std::string_view field) {
    auto line = tidy(text);
    if (line.empty())
        return fail_field(field, "blank");
    return line;
}

Result<std::vector<Link>> tidy_links(std::vector<Link> const& links) {
    std::vector<Link> kept;
    for (auto const& link : links) {
        auto label = tidy_line(link.label, fmt::format("links[{}].label", kept.size()));
        if (!label)
            return std::unexpected(std::move(label).error());
        kept.push_back({*std::move(label), link.url});
    }
    return kept;
}

Result<std::vector<Education>> tidy_education(std::vector<Education> const& list) {
    std::vector<Education> kept;
    for (auto const& one : list) {
        auto const at = kept.size();
        auto institution = tidy_line(one.institution, fmt::format("education[{}].institution", at));
        if (!institution)
            return std::unexpected(std::move(institution).error());
        if (one.to_year && *one.to_year < one.from_year)
            return fail_field(fmt::format("education[{}].to_year", at), "before_start");
        kept.push_back({.institution = *std::move(institution),
                        .degree = tidy(one.degree),
                        .subject = tidy(one.subject),
                        .from_year = one.from_year,
                        .to_year = one.to_year});
    }
    return kept;
}

Completion completion_of(std::vector<std::pair<std::string_view, bool>> const& parts) {
    Completion out;
    for (auto const& [name, there] : parts)
        if (!there)
            out.missing.emplace_back(name);
    auto const present = parts.size() - out.missing.size();
    out.percent = parts.empty() ? 100 : static_cast<int>(present * 100 / parts.size());
    return out;
}

std::string language_name(std::string name) {
    bool start = true;
    for (char const c : name)
        if (c >= 'A' && c <= 'Z')
            return name;
    for (char& c : name) {
        if (start && c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 32);
        start = c == ' ' || c == '-';
    }
    return name;
}

Result<void> check_minutes(std::optional<int> minutes) {
    if (minutes && *minutes % 5 != 0)
        return fail_field("minutes", "not_a_multiple", 5);
    return {};
}

std::optional<double> rating_on_wire(std::optional<std::int64_t> hundredths) {
    if (!hundredths)
        return {};
    return static_cast<double>(*hundredths) / 100;
}

}  // namespace ax::mentors
