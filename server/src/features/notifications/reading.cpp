#include "features/notifications/delivery_store.h"
#include "features/notifications/events.h"
#include "features/notifications/notifications.h"
#include "features/notifications/store.h"

#include <array>

/// What people see of it, and mark.
namespace ax::notifications {

using contract::Caller;

namespace {

/// One more than the page has was asked for: whether there is a next.
template <class Page>
void cut(Page& page, int limit) {
    if (page.items.size() <= static_cast<std::size_t>(limit))
        return;
    page.items.pop_back();
    page.next = std::to_string(page.items.back().id);
}

}  // namespace

Task<Result<Notifications>> Feature::list(Caller who, NotificationQuery query) {
    int const limit = query.limit.value_or(20);
    Notifications answer;
    answer.items = co_await store::list(p_.db, who.account, query.cursor, limit + 1);
    cut(answer, limit);
    answer.unread = co_await store::unread(p_.db, who.account);
    co_return answer;
}

Task<Result<Notifications>> Feature::group(Caller who, GroupQuery query) {
    if (!co_await store::find(p_.db, who.account, query.id))
        co_return fail(Code::not_found, "notifications.not_found");
    int const limit = query.limit.value_or(20);
    Notifications answer;
    answer.items = co_await store::members(p_.db, who.account, query.id, query.cursor, limit + 1);
    cut(answer, limit);
    answer.unread = co_await store::unread(p_.db, who.account);
    co_return answer;
}

Task<Result<UnreadCount>> Feature::unread(Caller who) {
    co_return UnreadCount{co_await store::unread(p_.db, who.account)};
}

Task<Result<UnreadCount>> Feature::mark_read(Caller who, MarkRead mark) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<UnreadCount>> {
        bool const moved = co_await store::mark_read(tx, who.account, mark.up_to);
        UnreadCount const count{co_await store::unread(tx, who.account)};
        if (moved) {
            std::array const reader{who.account};
            NotificationRead const news{mark.up_to, count.unread};
            co_await p_.stream.append(tx, reader, kRead, news);
        }
        co_return count;
    });
}

Task<Result<UnreadCount>> Feature::read_one(Caller who, ReadOne one, bool with_group) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<UnreadCount>> {
        auto const told = co_await store::find(tx, who.account, one.id);
        if (!told)
            co_return fail(Code::not_found, "notifications.not_found");
        bool const fresh = with_group && !told->subject.empty()
                               ? co_await store::read_subject(tx, who.account, told->subject, one.id)
                               : co_await store::read_one(tx, who.account, one.id);
        UnreadCount const count{co_await store::unread(tx, who.account)};
        if (fresh) {
            std::array const reader{who.account};
            NotificationOneRead const news{one.id, count.unread};
            co_await p_.stream.append(tx, reader, kOneRead, news);
        }
        co_return count;
    });
}

Task<Result<NoticeDeliveries>> Feature::deliveries(Caller who, DeliveryQuery query) {
    int const limit = query.limit.value_or(10);
    NoticeDeliveries answer;
    for (auto& row : co_await delivery_store::list(p_.db, who.account, query.cursor, limit + 1))
        answer.items.push_back(std::move(row.shown));
    cut(answer, limit);
    co_return answer;
}

Task<std::vector<delivery_store::Row>> Feature::sent_to(AccountId account, int limit) {
    co_return co_await delivery_store::list(p_.db, account, std::nullopt, limit);
}

Task<void> Feature::tidy_deliveries() {
    constexpr days kKept{30};
    constexpr days kPatience{2};  // jobs give up after about one
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const now = p_.clock.now();
        co_await delivery_store::give_up(tx, now - kPatience, now);
        co_await delivery_store::forget(tx, now - kKept);
        co_return Result<void>{};
    });
}

}  // namespace ax::notifications
