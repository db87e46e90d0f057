#include "features/import_django/money.h"

#include "features/import_django/taken.h"

#include <array>

#include <fmt/format.h>

namespace ax::import_django {
namespace {

db::Query const kHasMoney{"import_django.has_money",
                          "SELECT 1 FROM ledger_transfer WHERE booking_id = $1 LIMIT 1"};
db::Query const kTransfer{"import_django.transfer", R"sql(
    INSERT INTO ledger_transfer (kind, cause, booking_id, made_at) VALUES ($1, $2, $3, $4) RETURNING id
)sql"};
db::Query const kEntries{"import_django.entries", R"sql(
    INSERT INTO ledger_entry (transfer_id, account, mentor_id, amount, currency)
    VALUES ($1, $2, $3, CAST($6 AS BIGINT), 'INR'), ($1, $4, $5, -CAST($6 AS BIGINT), 'INR')
)sql"};
db::Query const kMentorOf{"import_django.mentor_of", "SELECT mentor_id FROM booking WHERE id = $1"};

constexpr std::int64_t kMostPaise = 100'000'000'000;

enum Column : std::uint8_t { kKey, kAmount, kDate, kSource, kTransaction, kStatus, kMentor };

// `MTG-120326-0AF3-17`, wherever it stands in a text.
std::string meeting_in(std::string_view text) {
    auto const at = text.find("MTG-");
    if (at == std::string_view::npos)
        return {};
    auto const rest = text.substr(at);
    return std::string(rest.substr(
        0, rest.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")));
}

// Nothing in an earning points to its session but words; these two can't be mistaken.
Task<std::optional<std::int64_t>> session_of(Import& import, db::Tx& tx, Fields const& row) {
    auto const source = clean(row.text(kSource), Lines::one, 400).text;
    if (auto const meeting = meeting_in(source); !meeting.empty() && import.source.has("mentor_meeting")) {
        auto const found =
            import.source.find({.table = "mentor_meeting", .columns = {"id"}}, {"meeting_id"}, {meeting});
        if (found.size() == 1)
            co_return co_await taken::id_of(tx, "mentor_meeting", found.front()[0].value_or(""));
    }
    auto const transaction = clean(row.text(kTransaction), Lines::one, 100).text;
    if (!transaction.empty() && import.source.has("student_booking")) {
        auto const found = import.source.find({.table = "student_booking", .columns = {"id"}},
                                              {"transaction_id", "mentor_id"},
                                              {transaction, std::string(row.text(kMentor))});
        if (found.size() == 1)
            co_return co_await taken::id_of(tx, "student_booking", found.front()[0].value_or(""));
    }
    co_return std::nullopt;
}

Task<Verdict> take_earning(Import& import, db::Tx& tx, Fields& row) {
    auto const amount = to_hundredths(row.text(kAmount));
    if (!amount || *amount == 0 || *amount > kMostPaise)
        co_return Fields::refuse("amount_not_understood", row.text(kAmount));
    if (row.text(kStatus) != "completed")
        co_return Fields::refuse("not_completed", row.text(kStatus));
    auto const mentor = co_await taken::person(tx, taken::Kind::mentor, row.text(kMentor));
    if (!mentor)
        co_return Fields::refuse("mentor_not_taken", row.text(kAmount));
    auto const session = co_await session_of(import, tx, row);
    if (!session)
        co_return Fields::refuse("session_unknown", row.text(kAmount));
    auto const owner = co_await tx.one(kMentorOf, *session);
    if (!owner || owner->get<std::int64_t>(0) != mentor->profile)
        co_return Fields::refuse("session_of_another", row.text(kAmount));
    auto const at = row.happened(kDate, import.now(), import.now(), "date");
    bool const booked = co_await book_money(tx, {.booking = BookingId{*session},
                                                 .mentor = MentorId{mentor->profile},
                                                 .amount = *amount,
                                                 .at = at,
                                                 .cause = fmt::format("earning:{}", row.key()),
                                                 .released = true});
    if (!booked)
        co_return Fields::refuse("session_has_its_money", row.text(kAmount));
    co_return row.take(*session);
}

}  // namespace

Task<bool> book_money(db::Tx& tx, OldMoney const& money) {
    if (co_await tx.one(kHasMoney, money.booking))
        co_return false;
    std::optional<MentorId> const nobody;
    auto const came =
        co_await tx.one(kTransfer, "capture", fmt::format("django:{}", money.cause), money.booking, money.at);
    co_await tx.exec(kEntries, came->get<std::int64_t>(0), "platform", nobody, "mentor_pending", money.mentor,
                     money.amount);
    if (money.released) {
        // The ledger's own key for it, so that nothing releases it again.
        auto const went =
            co_await tx.one(kTransfer, "release", fmt::format("release:booking:{}", money.booking.value),
                            money.booking, money.at);
        co_await tx.exec(kEntries, went->get<std::int64_t>(0), "mentor_pending", money.mentor,
                         "mentor_released", money.mentor, money.amount);
    }
    co_return true;
}

Part earnings_part(Import& import) {
    return {
        .selection = {.table = "mentor_earning",
                      .columns = {"id", "amount", "date", "source", "transaction_id", "status", "mentor_id"}},
        .take = [&import](db::Tx& tx, Fields& row) { return take_earning(import, tx, row); }};
}

}  // namespace ax::import_django
