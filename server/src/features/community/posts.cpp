#include "features/community/community.h"
#include "features/community/model.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::community {
namespace {

constexpr int kPageSize = 20;
constexpr int kPostsADay = 5;
constexpr days kNewFor{7};
constexpr int kMostDrafts = 50;
constexpr std::size_t kOpening = 600;
constexpr std::size_t kMostMentions = 10;

std::unexpected<Error> not_found() { return fail(Code::not_found, "community.not_found"); }

void render(store::Row& row, Names const& names) {
    row.html = to_html(row.text, names);
    auto const opening = opening_of(row.text, kOpening);
    row.opening = opening.empty() ? std::string{} : to_html(opening, names);
}

}  // namespace

Author author_of(std::vector<auth::Account> const& known, AccountId id) {
    auto const* const found = auth::find_in(known, id);
    Author author;
    author.account = id;
    if (found == nullptr)
        return author;
    author.name = found->name;
    author.mentor = found->mentor.has_value();
    author.staff = found->staff;
    author.photo = found->photo();
    if (found->mentor)
        author.mention = public_id(*found->mentor);
    else if (found->student)
        author.mention = public_id(*found->student);
    return author;
}

Task<std::vector<Post>> Community::shape(feed::Items items) const {
    std::vector<AccountId> people;
    for (auto const& item : items) people.push_back(item.post.author.account);
    auto const known = co_await p_.accounts.find_all(p_.db, people);
    std::vector<Post> out;
    for (auto& item : items) {
        item.post.author = author_of(known, item.post.author.account);
        out.push_back(std::move(item.post));
    }
    co_return out;
}

Task<Result<Posts>> Community::posts(Caller const& who, PostQuery query) {
    feed::Page page{.viewer = who.account, .after = {}, .limit = query.limit.value_or(kPageSize) + 1};
    if (query.cursor) {
        page.after = feed::parse_cursor(*query.cursor);
        if (!page.after)
            co_return fail_field("cursor", "not_a_cursor");
    }
    auto const wanted = query.feed.value_or(Feed::latest);
    feed::Items items;
    std::size_t pins = 0;
    if (query.q) {
        if (auto const match = feed::match_query(*query.q, p_.db.engine()); !match.empty())
            items = co_await feed::found(p_.db, page, match);
    } else if (query.tag) {
        items = co_await feed::tagged(p_.db, page, *query.tag);
    } else if (wanted == Feed::top) {
        items = co_await feed::top(p_.db, page);
    } else if (wanted == Feed::mine || wanted == Feed::following) {
        if (!who.signed_in())
            co_return fail(Code::unauthenticated, "auth.sign_in_needed");
        items = co_await (wanted == Feed::mine ? feed::mine(p_.db, page) : feed::following(p_.db, page));
    } else {
        items = co_await feed::latest(p_.db, page);
    }
    Posts answer;
    if (items.size() >= static_cast<std::size_t>(page.limit)) {
        items.pop_back();
        answer.next = feed::to_cursor({.key = items.back().key, .id = items.back().post.id.value});
    }
    if (!query.q && !query.tag && wanted == Feed::latest && !query.cursor) {
        auto pinned = co_await feed::pinned(p_.db, who.account);
        pins = pinned.size();
        items.insert(items.begin(), std::make_move_iterator(pinned.begin()),
                     std::make_move_iterator(pinned.end()));
    }
    answer.items = co_await shape(std::move(items));
    auto const first = answer.items.begin() + static_cast<std::ptrdiff_t>(pins);
    answer.pinned.assign(std::make_move_iterator(answer.items.begin()), std::make_move_iterator(first));
    answer.items.erase(answer.items.begin(), first);
    co_return answer;
}

Task<Result<store::Row>> Community::visible(db::Executor& db, Caller const& who, PostId id) const {
    auto row = co_await store::find(db, id);
    if (!row || row->deleted_at || (!row->published_at && row->author != who.account))
        co_return not_found();
    co_return std::move(*row);
}

Task<Result<store::Row>> Community::own(db::Executor& db, Caller const& who, PostId id) const {
    auto row = co_await store::find(db, id);
    if (!row || row->author != who.account)
        co_return not_found();
    co_return std::move(*row);
}

Task<Result<Post>> Community::post(Caller const& who, PostId id) {
    auto found = co_await feed::one(p_.db, who.account, id);
    if (!found || (found->post.draft && !found->post.mine))
        co_return not_found();
    feed::Items items;
    items.push_back(std::move(*found));
    auto posts = co_await shape(std::move(items));
    if (posts.front().mine)
        if (auto row = co_await store::find(p_.db, id))
            posts.front().text = std::move(row->text);
    co_return std::move(posts.front());
}

Task<Community::People> Community::mentioned(db::Executor& db, std::string_view text) const {
    People people;
    for (auto const& id : mentions_in(text, kMostMentions)) {
        auto account = co_await p_.accounts.find_by_public_id(db, id);
        if (!account)
            continue;
        people.names.emplace(id, account->name);
        people.accounts.push_back(std::move(*account));
    }
    co_return people;
}

// One who is named by both of their ids is told once.
Task<void> Community::tell(db::Tx& tx, Caller const& who, People const& people, PostId post,
                           std::string const& title, std::optional<CommentId> comment) const {
    auto const by = co_await p_.accounts.find(tx, who.account);
    for (auto const& person : people.accounts) {
        if (person.id == who.account)
            continue;
        Mentioned const news{.to = person.id,
                             .by = by ? by->name : std::string{},
                             .title = title,
                             .post = post,
                             .comment = comment};
        co_await p_.outbox.add(tx, news,
                               {.run_at = {},
                                .dedupe_key = fmt::format("{}-{}-{}", post.value,
                                                          comment ? comment->value : 0, person.id.value)});
    }
}

Task<Result<void>> Community::may_publish(db::Executor& db, AccountId who) const {
    auto const now = p_.clock.now();
    auto const joined = co_await p_.accounts.created_at(db, who);
    if (joined && *joined > now - kNewFor &&
        co_await store::published_since(db, who, now - days{1}) >= kPostsADay)
        co_return fail(Code::conflict, "community.daily_limit");
    co_return Result<void>{};
}

Task<Result<Post>> Community::create(Caller const& who, CreatePost wish) {
    AX_TRY(auto tags, normal_tags(wish.tags));
    AX_TRY(auto const id, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<PostId>> {
        if (auto const before = co_await store::by_key(tx, who.account, wish.client_key))
            co_return *before;
        auto const now = p_.clock.now();
        if (wish.draft) {
            if (co_await store::drafts(tx, who.account) >= kMostDrafts)
                co_return fail(Code::conflict, "community.too_many_drafts");
        } else {
            AX_CHECK(co_await may_publish(tx, who.account));
        }
        auto const people = co_await mentioned(tx, wish.text);
        store::Row row{.id = {},
                       .author = who.account,
                       .title = wish.title,
                       .text = wish.text,
                       .html = {},
                       .opening = {},
                       .tags = tags,
                       .created_at = now,
                       .published_at = wish.draft ? std::nullopt : std::optional(now),
                       .deleted_at = {},
                       .deleted_by = {}};
        render(row, people.names);
        auto const made = co_await store::insert(tx, row, wish.client_key);
        row.id = made.value();
        co_await store::index(tx, row);
        if (row.published_at)
            co_await tell(tx, who, people, row.id, row.title, {});
        co_return row.id;
    }));
    co_return co_await post(who, id);
}

Task<Result<Post>> Community::edit(Caller const& who, EditPost wish) {
    AX_TRY(auto tags, normal_tags(wish.tags));
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        AX_TRY(auto row, co_await own(tx, who, wish.post));
        if (row.deleted_at)
            co_return not_found();
        bool const public_before = row.published_at.has_value();
        bool const same = row.title == wish.title && row.text == wish.text;
        if (public_before && !same && row.edits >= kMostEdits)
            co_return fail(Code::conflict, "community.too_many_edits");
        auto const now = p_.clock.now();
        if (!public_before && !wish.draft) {
            AX_CHECK(co_await may_publish(tx, who.account));
            row.published_at = now;
        }
        auto const people = co_await mentioned(tx, wish.text);
        row.title = wish.title;
        row.text = wish.text;
        row.tags = tags;
        render(row, people.names);
        co_await store::update(tx, row, public_before && !same ? std::optional(now) : std::nullopt);
        co_await store::index(tx, row);
        if (row.published_at)
            co_await tell(tx, who, people, row.id, row.title, {});
        co_return Result<void>{};
    }));
    co_return co_await post(who, wish.post);
}

Task<Result<Empty>> Community::take_down(db::Tx& tx, store::Row row, AccountId who) const {
    row.deleted_at = p_.clock.now();
    co_await store::set_deleted(tx, row.id, row.deleted_at, who);
    co_await store::index(tx, row);
    co_return Empty{};
}

Task<Result<Empty>> Community::remove(Caller const& who, PostId id) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        auto row = co_await store::find(tx, id);
        if (!row || (row->author != who.account && !(who.staff && row->published_at)))
            co_return not_found();
        if (row->deleted_at)
            co_return Empty{};
        co_return co_await take_down(tx, std::move(*row), who.account);
    });
}

Task<Result<Post>> Community::restore(Caller const& who, PostId id) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto row = co_await store::find(tx, id);
        bool const may = row && (row->deleted_at ? row->deleted_by == who.account
                                                 : row->author == who.account || who.staff);
        if (!may)
            co_return not_found();
        if (!row->deleted_at)
            co_return Result<void>{};
        row->deleted_at.reset();
        co_await store::set_deleted(tx, id, std::nullopt, std::nullopt);
        co_await store::index(tx, *row);
        co_return Result<void>{};
    }));
    co_return co_await post(who, id);
}

}  // namespace ax::community
