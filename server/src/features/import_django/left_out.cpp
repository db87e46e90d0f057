#include "features/import_django/left_out.h"

#include <algorithm>
#include <array>

namespace ax::import_django {
namespace {

struct Known {
    std::string_view table;
    std::string_view reason;
};
// Names of tables, or (with a * at the end) what they begin with.
constexpr std::array kKnown{
    Known{"authtoken_token", "old tokens are never valid"},
    Known{"mentor_mentortoken", "old tokens are never valid"},
    Known{"student_skill", "read with those who have one"},
    Known{"mentor_skill", "read with those who have one"},
    Known{"student_profession", "read with those who have one"},
    Known{"mentor_profession", "read with those who have one"},
    Known{"django_content_type", "read with what names it"},
    Known{"student_studentmessage", "notices of the previous system"},
    Known{"mentor_mentormessage", "notices of the previous system"},
    Known{"chat_notification", "notices of the previous system"},
    Known{"mentor_meetingattendance", "follows from the sessions"},
    Known{"mentor_withdrawal", "nothing is paid out here yet: settle these by hand"},
    Known{"mentor_mentorpost*", "was shown to nobody"},
    Known{"chat_sitestatus", "state of the previous system"},
    Known{"student_student_*", "rights are given anew"},
    Known{"mentor_mentor_*", "rights are given anew"},
    Known{"auth_*", "rights are given anew"},
    Known{"django_*", "Django's own"},
    Known{"codex_*", "its code was removed before"},
};

std::string_view reason_of(std::string_view table) {
    for (auto const& known : kKnown) {
        bool const prefix = known.table.ends_with('*');
        auto const name = prefix ? known.table.substr(0, known.table.size() - 1) : known.table;
        if (prefix ? table.starts_with(name) : table == name)
            return known.reason;
    }
    return "unknown here";
}

}  // namespace

void tell_left_out(Import& import) {
    auto const& read = import.report.tables();
    for (auto const& table : import.source.tables()) {
        if (std::ranges::find(read, table, &std::pair<std::string, Counts>::first) != read.end())
            continue;
        auto const rows = count_of(import.source, table);
        import.report.left_out(table, rows, rows < 0 ? "can't be read" : reason_of(table));
    }
}

}  // namespace ax::import_django
