#include "features/import_django/authors.h"

namespace ax::import_django {

Task<std::optional<taken::Person>> author(Import& import, db::Tx& tx, std::string_view content_type,
                                          std::string_view object) {
    auto const found = import.content_types.find(content_type);
    auto const& model = found == import.content_types.end() ? std::string() : found->second;
    if (model != "student" && model != "mentor")
        co_return std::nullopt;
    auto const kind = model == "student" ? taken::Kind::student : taken::Kind::mentor;
    if (auto person = co_await taken::person(tx, kind, object))
        co_return person;
    bool const named = parse_student_id(object) || parse_mentor_id(object);
    auto const table = model == "student" ? "student_student" : "mentor_mentor";
    if (!named || !import.source.has(table))
        co_return std::nullopt;
    auto const rows =
        import.source.find({.table = table, .columns = {"id"}}, {model + "_id"}, {std::string(object)});
    if (rows.size() != 1)
        co_return std::nullopt;
    co_return co_await taken::person(tx, kind, rows.front()[0].value_or(""));
}

}  // namespace ax::import_django
