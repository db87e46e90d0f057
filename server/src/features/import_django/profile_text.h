#pragma once

#include "features/import_django/part.h"

/// Columns that students and mentors have alike, and JSON ones. What can't be kept is noted in the row.
namespace ax::import_django {

/// LinkedIn, GitHub and a portfolio. An address without a scheme gets https; any other scheme is no link.
[[nodiscard]] std::vector<mentors::Link> read_links(Fields& row, std::size_t linkedin);
/// A college and the year of leaving it.
[[nodiscard]] std::vector<mentors::Education> read_education(Fields& row, std::size_t college,
                                                             std::size_t batch);
/// A JSON list of texts, each one line.
[[nodiscard]] std::vector<std::string> read_list(Fields& row, std::size_t column, std::string_view part,
                                                 std::size_t longest, std::size_t most);
/// The JSON list of services; `60 min`, `1 hour`, `1.5 hours`.
[[nodiscard]] std::vector<mentors::CreateService> read_services(Fields& row, std::size_t column);
[[nodiscard]] std::optional<int> parse_length(std::string_view text);

}  // namespace ax::import_django
