#include "features/chat/report_store.h"
#include "features/chat/service.h"

#include <algorithm>

namespace ax::chat {

// What it says now is kept with the report: the sender may still change or delete it.
Task<Result<contract::Empty>> Service::report(Caller const& who, Report report) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<contract::Empty>> {
        AX_TRY(auto const known, co_await message_of(tx, who, report.message));
        if (known.message.sender == who.account)
            co_return fail(Code::conflict, "chat.own_message");
        co_await report_store::put(tx,
                                   {.message = report.message,
                                    .by = who.account,
                                    .reason = report.reason,
                                    .note = report.note,
                                    .text = known.message.text},
                                   p_.clock.now());
        co_return contract::Empty{};
    });
}

Task<Result<Reports>> Service::reports(ReportQuery query) {
    auto const limit = static_cast<std::size_t>(query.limit.value_or(20));
    Reports answer;
    answer.items = co_await report_store::page(
        p_.db, query.closed.value_or(false), query.cursor.value_or(kMaxNumber), static_cast<int>(limit) + 1);
    if (answer.items.size() > limit) {
        answer.items.pop_back();
        answer.next = answer.items.back().id.value;
    }
    std::vector<AccountId> people;
    for (auto const& row : answer.items) people.insert(people.end(), {row.sender, row.reporter});
    auto const known = co_await p_.accounts.find_all(p_.db, people);
    auto const name = [&](AccountId id) {
        auto const* const found = auth::find_in(known, id);
        return found != nullptr ? found->name : std::string{};
    };
    for (auto& row : answer.items) {
        row.sender_name = name(row.sender);
        row.reporter_name = name(row.reporter);
    }
    co_return answer;
}

Task<Result<contract::Empty>> Service::close_report(std::optional<AccountId> staff, ReportId id) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<contract::Empty>> {
        if (!co_await report_store::close(tx, id, staff, p_.clock.now()))
            co_return fail(Code::not_found, "chat.report_not_found");
        co_return contract::Empty{};
    });
}

}  // namespace ax::chat
