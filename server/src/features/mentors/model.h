#pragma once

#include "base/result.h"
#include "features/mentors/contract_own.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The rules of mentor profiles: no database, no clock.
namespace ax::mentors {

/// What a profile needs before anybody is asked to look at it.
struct Completeness {
    bool headline = false;
    bool about = false;
    bool skills = false;
    bool services = false;
    bool availability = false;
};
/// Names of what is missing, in the order of the form.
[[nodiscard]] std::vector<std::string> missing(Completeness const& has);

/// From draft or rejected to pending, once nothing is missing.
[[nodiscard]] Result<void> may_submit(Approval now, std::vector<std::string> const& missing);
/// Staff decide about what was submitted, and may withdraw an approval.
[[nodiscard]] Result<void> may_approve(Approval now);
[[nodiscard]] Result<void> may_reject(Approval now);

/// Tidies the entries, drops repeats (whatever their case), keeps the order. `field` names the list in
/// errors.
[[nodiscard]] Result<std::vector<std::string>> tidy_list(std::vector<std::string> const& entries,
                                                         std::string_view field, std::size_t shortest);
/// One line: single spaces, none at the ends. Refused if nothing visible is left.
[[nodiscard]] Result<std::string> tidy_line(std::string_view text, std::string_view field);
/// The same for the labels of `links`.
[[nodiscard]] Result<std::vector<Link>> tidy_links(std::vector<Link> const& links);
/// One line each; a school that ends before it begins is refused with `before_start`.
[[nodiscard]] Result<std::vector<Education>> tidy_education(std::vector<Education> const& list);
/// Parts of a profile by name and whether they are there; all count the same.
[[nodiscard]] Completion completion_of(std::vector<std::pair<std::string_view, bool>> const& parts);
/// `hindi` is written `Hindi`; what has capitals stays as it is.
[[nodiscard]] std::string language_name(std::string name);

[[nodiscard]] Result<void> check_minutes(std::optional<int> minutes);

/// Hundredths as the wire has them: 467 is 4.67.
[[nodiscard]] std::optional<double> rating_on_wire(std::optional<std::int64_t> hundredths);

}  // namespace ax::mentors
