#include "features/chat/message_store.h"
#include "features/chat/search_store.h"
#include "features/chat/service.h"

#include <algorithm>

namespace ax::chat {
namespace {

constexpr int kPageSize = 20;
constexpr int kMessagePage = 50;
constexpr int kIndexedAtOnce = 500;

std::string public_id_in(auth::Account const& account, PersonRole role) {
    if (role == PersonRole::student && account.student)
        return public_id(*account.student);
    if (role == PersonRole::mentor && account.mentor)
        return public_id(*account.mentor);
    return {};
}

Person staff() {
    return {
        .account = {}, .id = {}, .name = "Support", .role = PersonRole::staff, .last_seen = {}, .photo = {}};
}

Person person(std::vector<auth::Account> const& known, AccountId account, PersonRole role) {
    Person out{.account = account, .id = {}, .name = {}, .role = role, .last_seen = {}, .photo = {}};
    if (auto const* const found = auth::find_in(known, account)) {
        out.id = public_id_in(*found, role);
        out.name = found->name;
        out.photo = found->photo();
    }
    return out;
}

struct Bounds {
    std::int64_t first = 1;
    std::int64_t last = 0;
};
// Numbers have no holes, so a page is a range of them.
Bounds bounds_of(MessageQuery const& query, std::int64_t last_seq, int limit) {
    if (query.after)
        return {.first = *query.after + 1, .last = *query.after + limit};
    auto end = last_seq;  // the last number of the page
    if (query.before)
        end = std::min(*query.before - 1, last_seq);
    if (query.around)
        end = std::min(*query.around, last_seq) + (limit - 1) / 2;
    return {.first = end - limit + 1, .last = end};
}

}  // namespace

Task<std::vector<Conversation>> Service::shape(db::Executor& db, AccountId viewer,
                                               std::vector<view_store::View> views) const {
    std::vector<AccountId> people{viewer};
    std::vector<MessageRow*> last;
    for (auto& view : views) {
        if (auto const other = view.sides.other_than(viewer))
            people.push_back(*other);
        if (view.last)
            last.push_back(&*view.last);
    }
    co_await add_reactions(db, last);
    auto const known = co_await p_.accounts.find_all(db, people);
    auto const presence = co_await p_.presence.of(db, people);

    std::vector<Conversation> out;
    std::size_t next_person = 1;
    for (auto& view : views) {
        Sides const& sides = view.sides;
        Conversation one{.id = sides.id,
                         .with = staff(),
                         .box = view.box == MemberBox::requests ? Box::requests : Box::inbox,
                         .last_seq = sides.last_seq,
                         .last_message = {},
                         .updated_at = sides.updated_at,
                         .unread = view.unread,
                         .read_up_to = view.read_seq,
                         .pinned = view.pinned_at.has_value(),
                         .muted_until = view.muted_until,
                         .blocked = sides.blocked_by(viewer),
                         .can_send = !sides.blocked()};
        if (auto const other = sides.other_than(viewer)) {
            auto const& state = presence[next_person++];
            one.with = person(known, *other, view.other_role.value_or(PersonRole::staff));
            if (!sides.blocked()) {
                one.with.online = state.online;
                one.with.last_seen = state.last_seen;
            }
            if (presence[0].read_receipts && state.read_receipts && sides.waits_for != *other)
                one.their_read_up_to = view.other_read_seq;
        }
        if (view.last)
            one.last_message = std::move(view.last->message);
        out.push_back(std::move(one));
    }
    co_return out;
}

Task<Result<Conversation>> Service::shaped(db::Executor& db, AccountId viewer, ConversationId id) const {
    auto view = co_await view_store::one(db, viewer, id);
    if (!view)
        co_return fail(Code::not_found, "chat.conversation_not_found");
    std::vector<view_store::View> views;
    views.push_back(std::move(*view));
    auto shaped = co_await shape(db, viewer, std::move(views));
    co_return std::move(shaped.front());
}

Task<Result<Conversations>> Service::list(Caller const& who, ConversationQuery query) {
    std::optional<view_store::Place> after;
    if (query.cursor) {
        after = view_store::parse_cursor(*query.cursor);
        if (!after)
            co_return fail_field("cursor", "not_a_cursor");
    }
    auto const box = query.box == Box::requests ? MemberBox::requests : MemberBox::inbox;
    auto const limit = static_cast<std::size_t>(query.limit.value_or(kPageSize));
    std::vector<view_store::View> views;
    if (!after)
        views = co_await view_store::pinned(p_.db, who.account, box);
    auto page = co_await view_store::page(p_.db, who.account, box, after, static_cast<int>(limit) + 1);
    Conversations answer;
    if (page.size() > limit) {
        page.pop_back();
        auto const& last = page.back();
        answer.next = view_store::to_cursor(
            {.day = last.listed_day, .updated_at = last.sides.updated_at, .id = last.sides.id});
    }
    std::ranges::move(page, std::back_inserter(views));
    answer.items = co_await shape(p_.db, who.account, std::move(views));
    auto const counts = co_await view_store::summary(p_.db, who.account, p_.clock.now());
    answer.requests = counts.requests;
    answer.unread = counts.unread;
    co_return answer;
}

Task<Result<Summary>> Service::summary(Caller const& who) {
    co_return co_await view_store::summary(p_.db, who.account, p_.clock.now());
}

Task<Result<Conversation>> Service::get(Caller const& who, ConversationId id) {
    co_return co_await shaped(p_.db, who.account, id);
}

Task<Result<Messages>> Service::messages(Caller const& who, MessageQuery query) {
    int const limit = query.limit.value_or(kMessagePage);
    int const places =
        int{query.before.has_value()} + int{query.after.has_value()} + int{query.around.has_value()};
    if (places > 1)
        co_return fail_field("before", "only_one");
    AX_TRY(auto const sides, co_await sides_of(p_.db, who, query.conversation));
    if (query.thread)
        co_return co_await thread(who, query, limit);

    auto const bounds = bounds_of(query, sides.last_seq, limit);
    Messages page;
    page.items = co_await message_store::range(p_.db, sides.id, bounds.first, bounds.last);
    page.older = std::min(bounds.first, sides.last_seq + 1) > 1;
    page.newer = bounds.last < sides.last_seq;
    std::vector<MessageId> threads;
    for (auto const& message : page.items)
        if (message.replies > 0)
            threads.push_back(message.id);
    page.threads = co_await message_store::threads(p_.db, threads, who.account);
    co_return page;
}

// The first message of a thread has the smallest number in it.
Task<Result<Messages>> Service::thread(Caller const& who, MessageQuery const& query, int limit) {
    using message_store::Direction;
    auto root = co_await message_store::find(p_.db, *query.thread);
    if (!root || root->conversation != query.conversation || root->thread)
        co_return fail(Code::not_found, "chat.message_not_found");
    Messages page;
    auto const half = query.around ? (limit + 1) / 2 : limit;
    bool const up = query.after.has_value();
    if (!up) {
        auto const from = query.around ? *query.around + 1 : query.before.value_or(kMaxNumber);
        page.items = co_await message_store::replies(p_.db, root->id, from, Direction::older, half + 1);
        page.older = std::cmp_greater(page.items.size(), half);
        if (page.older)
            page.items.erase(page.items.begin());
        page.newer = query.before.has_value();
    }
    if (up || query.around) {
        auto const from = up ? *query.after : *query.around;
        auto newer = co_await message_store::replies(p_.db, root->id, from, Direction::newer, half + 1);
        page.newer = std::cmp_greater(newer.size(), half);
        if (page.newer)
            newer.pop_back();
        std::ranges::move(newer, std::back_inserter(page.items));
        page.older = page.older || (up && *query.after >= root->seq);
    }
    MessageId const ids[] = {root->id};
    page.threads = co_await message_store::threads(p_.db, ids, who.account);
    page.thread_read_up_to = page.threads.front().read_up_to;
    if (!page.older)
        page.items.insert(page.items.begin(), std::move(*root));
    co_return page;
}

Task<Result<Edits>> Service::edits(Caller const& who, MessageRef which) {
    AX_TRY(auto const known, co_await message_of(p_.db, who, which.message));
    Edits answer;
    if (!known.message.deleted)
        answer.items = co_await message_store::edits(p_.db, which.message);
    co_return answer;
}

Task<void> Service::index() {
    while (co_await search_store::anything_to_index(p_.db)) {
        auto const done =
            co_await p_.db.write([](db::Tx& tx) { return search_store::index_some(tx, kIndexedAtOnce); });
        if (done < kIndexedAtOnce)
            co_return;
    }
}

Task<Result<SearchResult>> Service::search(Caller const& who, SearchQuery query) {
    SearchResult answer;
    // Its number becomes a word of the index, and there no word has a sign.
    if (query.conversation && query.conversation->value < 1)
        co_return fail_field("conversation", "too_small", 1);
    auto const match = search_store::match_query(query.q, who.account, query.conversation, p_.db.engine());
    if (match.empty())
        co_return answer;
    co_await index();
    auto const limit = static_cast<std::size_t>(query.limit.value_or(kPageSize));
    auto hits = co_await search_store::search(p_.db, who.account, match, query.before.value_or(kMaxNumber),
                                              static_cast<int>(limit) + 1);
    if (hits.size() > limit) {
        hits.pop_back();
        answer.next = hits.back().message.message.id.value;
    }
    std::vector<AccountId> people;
    for (auto const& hit : hits)
        if (hit.with)
            people.push_back(*hit.with);
    auto const known = co_await p_.accounts.find_all(p_.db, people);
    for (auto& hit : hits)
        answer.items.push_back({.message = std::move(hit.message.message),
                                .with = hit.with ? person(known, *hit.with, hit.role) : staff()});
    co_return answer;
}

}  // namespace ax::chat
