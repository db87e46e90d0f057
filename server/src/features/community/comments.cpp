#include "features/community/community.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::community {
namespace {

constexpr int kPageSize = 50;
constexpr int kReportPage = 30;

std::unexpected<Error> no_comment() { return fail(Code::not_found, "community.comment_not_found"); }

}  // namespace

Task<std::vector<PostComment>> Community::shape(Caller const& who,
                                                std::vector<community::comments::Row> rows) const {
    std::vector<AccountId> people;
    for (auto const& row : rows) people.push_back(row.author);
    auto const known = co_await p_.accounts.find_all(p_.db, people);
    std::vector<PostComment> out;
    for (auto& row : rows) {
        bool const deleted = row.deleted_by.has_value();
        out.push_back({.id = row.id,
                       .reply_to = row.thread == row.id ? std::nullopt : std::optional(row.thread),
                       .author = author_of(known, row.author),
                       .html = deleted ? std::string{} : std::move(row.html),
                       .deleted = deleted,
                       .mine = who.signed_in() && row.author == who.account,
                       .created_at = row.created_at});
    }
    co_return out;
}

Task<Result<PostComments>> Community::comments(Caller const& who, CommentQuery query) {
    AX_CHECK(co_await visible(p_.db, who, query.post));
    auto const after = query.cursor ? feed::parse_cursor(*query.cursor) : feed::Place{};
    if (!after)
        co_return fail_field("cursor", "not_a_cursor");
    auto const limit = static_cast<std::size_t>(query.limit.value_or(kPageSize));
    auto rows = co_await community::comments::list(p_.db, query.post, *after, static_cast<int>(limit) + 1);
    PostComments answer;
    if (rows.size() > limit) {
        rows.pop_back();
        answer.next = feed::to_cursor({.key = rows.back().thread.value, .id = rows.back().id.value});
    }
    answer.items = co_await shape(who, std::move(rows));
    co_return answer;
}

Task<Result<PostComment>> Community::comment(Caller const& who, AddComment wish) {
    AX_TRY(auto row, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<community::comments::Row>> {
        if (auto before = co_await community::comments::by_key(tx, who.account, wish.client_key))
            co_return std::move(*before);
        AX_TRY(auto const post, co_await visible(tx, who, wish.post));
        if (!post.published_at)
            co_return fail(Code::not_found, "community.not_found");
        community::comments::Row row{.id = {},
                                     .post = wish.post,
                                     .thread = {},
                                     .author = who.account,
                                     .html = {},
                                     .created_at = p_.clock.now(),
                                     .deleted_by = {}};
        if (wish.reply_to) {
            auto const answered = co_await community::comments::find(tx, *wish.reply_to);
            if (!answered || answered->post != wish.post || answered->deleted_by)
                co_return no_comment();
            row.thread = answered->thread;
        }
        auto const people = co_await mentioned(tx, wish.text);
        row.html = to_html(wish.text, people.names);
        auto made = co_await community::comments::insert(tx, std::move(row), wish.text, wish.client_key);
        co_await store::count_comments(tx, wish.post, 1);
        co_await tell(tx, who, people, wish.post, post.title, made->id);
        co_await tell_author(tx, who, people, post, made->id);
        co_return std::move(*made);
    }));
    std::vector<community::comments::Row> rows;
    rows.push_back(std::move(row));
    auto shown = co_await shape(who, std::move(rows));
    co_return std::move(shown.front());
}

Task<void> Community::tell_author(db::Tx& tx, Caller const& who, People const& people, store::Row const& post,
                                  CommentId comment) const {
    bool const named =
        std::ranges::any_of(people.accounts, [&](auto const& one) { return one.id == post.author; });
    if (post.author == who.account || named)
        co_return;
    auto const by = co_await p_.accounts.find(tx, who.account);
    Commented const news{.to = post.author,
                         .by = by ? by->name : std::string{},
                         .title = post.title,
                         .post = post.id,
                         .comment = comment};
    co_await p_.outbox.add(tx, news, {.run_at = {}, .dedupe_key = fmt::to_string(comment.value)});
}

Task<Result<Empty>> Community::take_down(db::Tx& tx, community::comments::Row const& row,
                                         AccountId who) const {
    co_await community::comments::set_deleted(tx, row.id, p_.clock.now(), who);
    co_await store::count_comments(tx, row.post, -1);
    co_return Empty{};
}

Task<Result<Empty>> Community::remove_comment(Caller const& who, CommentId id) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        auto const row = co_await community::comments::find(tx, id);
        if (!row || (row->author != who.account && !who.staff))
            co_return no_comment();
        if (row->deleted_by)
            co_return Empty{};
        co_return co_await take_down(tx, *row, who.account);
    });
}

Task<Result<Empty>> Community::restore_comment(Caller const& who, CommentId id) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        auto const row = co_await community::comments::find(tx, id);
        bool const may = row && (row->deleted_by ? row->deleted_by == who.account
                                                 : row->author == who.account || who.staff);
        if (!may)
            co_return no_comment();
        if (!row->deleted_by)
            co_return Empty{};
        co_await community::comments::set_deleted(tx, id, std::nullopt, std::nullopt);
        co_await store::count_comments(tx, row->post, 1);
        co_return Empty{};
    });
}

Task<Result<Empty>> Community::report(Caller const& who, ReportPost wish) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        AX_TRY(auto const post, co_await visible(tx, who, wish.post));
        auto author = post.author;
        if (wish.comment) {
            auto const said = co_await community::comments::find(tx, *wish.comment);
            if (!said || said->post != wish.post || said->deleted_by)
                co_return no_comment();
            author = said->author;
        }
        if (author == who.account)
            co_return fail(Code::conflict, "community.own_words");
        co_await community::comments::report(tx, wish, who.account, p_.clock.now());
        co_return Empty{};
    });
}

Task<Result<PostReports>> Community::reports(PostReportQuery query) {
    PostReports answer;
    answer.items =
        co_await community::comments::reports(p_.db, query.cursor.value_or(PostReportId{}), kReportPage + 1);
    if (answer.items.size() > kReportPage) {
        answer.items.pop_back();
        answer.next = answer.items.back().id;
    }
    std::vector<AccountId> people;
    for (auto const& report : answer.items)
        people.insert(people.end(), {report.author.account, report.reporter.account});
    auto const known = co_await p_.accounts.find_all(p_.db, people);
    for (auto& report : answer.items) {
        report.author = author_of(known, report.author.account);
        report.reporter = author_of(known, report.reporter.account);
    }
    co_return answer;
}

Task<Result<Empty>> Community::decide(Caller const& who, DecideReport wish) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        auto const target = co_await community::comments::open_report(tx, wish.report);
        if (!target)
            co_return fail(Code::not_found, "community.report_not_found");
        co_await community::comments::close(tx, *target, wish.remove, who.account, p_.clock.now());
        if (!wish.remove)
            co_return Empty{};
        if (target->comment) {
            if (auto const said = co_await community::comments::find(tx, *target->comment);
                said && !said->deleted_by)
                co_return co_await take_down(tx, *said, who.account);
        } else if (auto post = co_await store::find(tx, target->post); post && !post->deleted_at) {
            co_return co_await take_down(tx, std::move(*post), who.account);
        }
        co_return Empty{};
    });
}

}  // namespace ax::community
