#include "contract/authorisation_fixture.h"
#include "features/site/site.h"
#include "platform/db/migrate.h"
#include "platform/db/plain.h"
#include "platform/db/table_watch.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include <gmock/gmock.h>

// What endpoints declare about being kept (ADR 0019), compared with what they do and with the schema.
namespace ax::testing {
namespace {

using contract::EndpointInfo;

/// Reads from another database, and remembers with which statements. Keeping an answer must change nothing.
class Remembering final : public db::Database {
public:
    explicit Remembering(db::Database& real) : real_(real) {}
    Task<db::Rows> run(db::Query const& query, db::Params params) override {
        {
            std::lock_guard const lock(mutex_);
            seen_.insert(&query);
        }
        return real_.run(query, std::move(params));
    }
    Task<std::optional<std::string>> prepare_problem(db::Query const& query) override {
        return real_.prepare_problem(query);
    }
    [[nodiscard]] db::Engine engine() const noexcept override { return real_.engine(); }
    std::set<db::Query const*> take() {
        std::lock_guard const lock(mutex_);
        return std::exchange(seen_, {});
    }

protected:
    Task<void> transact(Body const&, db::Isolation) override { throw std::logic_error("a read that writes"); }

private:
    db::Database& real_;
    std::mutex mutex_;
    std::set<db::Query const*> seen_;
};

struct Trigger {
    std::string on;
    std::set<std::string> writes;
};

/// What the migrations make, on SQLite.
struct Schema {
    Schema() {
        {
            auto const db = db::open({.url = folder.url(), .inline_writes = true, .durable = false});
            EXPECT_TRUE(run_inline(db::migrate(*db, db::embedded_migrations())));
        }
        plain = db::Plain::open(folder.url());
        for (auto& name : plain->texts("SELECT name FROM sqlite_master WHERE type = 'table'"))
            tables.insert(std::move(name));
        plain->each("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'", [this](auto row) {
            Trigger trigger{.on = std::string(row[0].text()), .writes = {}};
            for (auto const table : db::tables_written(row[1].text()))
                if (tables.contains(std::string(table)))
                    trigger.writes.emplace(table);
            triggers.push_back(std::move(trigger));
        });
        plain->each(
            R"(SELECT m.name, f."table" FROM sqlite_master m, pragma_foreign_key_list(m.name) f
                       WHERE m.type = 'table' AND f.on_delete IN ('CASCADE', 'SET NULL', 'SET DEFAULT'))",
            [this](auto row) { cascades.emplace(std::string(row[0].text()), std::string(row[1].text())); });
        plain->each("SELECT rootpage, tbl_name FROM sqlite_master WHERE type = 'table' AND rootpage > 0",
                    [this](auto row) { by_page[row[0].integer()] = row[1].text(); });
    }

    db::testing::Folder folder;
    std::unique_ptr<db::Plain> plain;
    std::set<std::string> tables;
    std::vector<Trigger> triggers;
    std::multimap<std::string, std::string> cascades;  // what changes when its parent's rows go
    std::map<std::int64_t, std::string> by_page;
};

class KeptAnswersTest : public AuthorisationTest {
protected:
    KeptAnswersTest()
        : remembering(app.db()),
          pool(0, 0),
          hasher(pool, {.memory_kib = 64, .passes = 1, .lanes = 1}),
          client({.guarded_loopback = true}),
          settings(*config::load(
              "", {{"AX_DATA", folder.path.string()}, {"AX_CACHE_MB", "0"}, {"AX_RATE_LIMIT_PERCENT", "0"}})),
          reader(
              std::make_unique<app::Application>(app::Application::Parts{.db = remembering,
                                                                         .clock = app.clock,
                                                                         .hasher = hasher,
                                                                         .client = client,
                                                                         .settings = settings,
                                                                         .self_url = "http://127.0.0.1:9"})) {
        app.script("UPDATE account SET created_at = 0");
        post = fresh_post();
        event = fresh_event();
        auto const review = fresh_review();
        app.script(fmt::format("UPDATE review SET quote_state = 1, quoted_at = 1 WHERE booking_id = {}",
                               review.value));
        app.run_jobs();
    }

    std::vector<EndpointInfo> kept() {
        auto all = reader->router().endpoints();
        std::erase_if(all, [](EndpointInfo const& e) { return !e.cached.on(); });
        return all;
    }
    std::string path_of(EndpointInfo const& endpoint) {
        std::string path(endpoint.path);
        for (auto const& [name, value] : std::map<std::string, std::string>{
                 {"{mentor}", public_id(*mentor.mentor)}, {"{post}", post}, {"{event}", event}})
            if (auto const at = path.find(name); at != std::string::npos)
                path.replace(at, name.size(), value);
        EXPECT_EQ(path.find('{'), std::string::npos) << "which " << path << "?";
        return "/api/v1" + path;
    }
    http::Response get(std::string const& path) {
        auto const question = path.find('?');
        http::Request request;
        request.target = path;
        request.path = std::string_view(path).substr(0, question);
        if (question != std::string::npos)
            request.query = std::string_view(path).substr(question + 1);
        request.request_id = "r1";
        request.remote = "127.0.0.1";
        return app.wait(reader->router().handle(request));
    }
    // Names of tables behind FROM, JOIN and commas; all that could be one.
    std::set<std::string> tables_read(db::Query const& query) const {
        std::set<std::string> found;
        std::string_view rest = query.sql(db::Engine::sqlite);
        constexpr std::string_view kLetters =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
        while (!rest.empty()) {
            auto const begin = std::min(rest.find_first_of(kLetters), rest.size());
            bool const member = begin > 0 && rest[begin - 1] == '.';
            rest.remove_prefix(begin);
            auto const word = rest.substr(0, rest.find_first_not_of(kLetters));
            rest.remove_prefix(word.size());
            if (!member && schema.tables.contains(std::string(word)))
                found.emplace(word);
        }
        return found;
    }
    void expect_declared(std::string_view name, contract::Cached const& cached) {
        for (auto const* const query : remembering.take())
            for (auto const& table : tables_read(*query))
                EXPECT_NE(std::ranges::find(cached.tables, table), cached.tables.end())
                    << name << " is read from " << table << " (" << query->name() << "), and does not say so";
    }

    Remembering remembering;
    db::testing::Folder folder;
    runtime::Pool pool;
    crypto::PasswordHasher hasher;
    client::Client client;
    config::Values settings;
    std::unique_ptr<app::Application> reader;
    Schema schema;
    std::string post;
    std::string event;
};

TEST_F(KeptAnswersTest, AreForAnyone) {
    EXPECT_GE(kept().size(), 10U);
    for (auto const& endpoint : kept()) {
        EXPECT_EQ(endpoint.access, contract::Access::anyone) << endpoint.name;
        EXPECT_EQ(endpoint.verb, contract::Verb::get) << endpoint.name;
        EXPECT_FALSE(endpoint.etag || !endpoint.cache_control.empty()) << endpoint.name << " says it twice";
        EXPECT_FALSE(endpoint.cached.tag.empty()) << endpoint.name;
        // What news may get lost of is old for so long.
        if (!endpoint.cached.tables.front().empty())
            EXPECT_LE(endpoint.cached.seconds, 5) << endpoint.name;
    }
}

TEST_F(KeptAnswersTest, SayWhatTheyAreReadFrom) {
    for (auto const& endpoint : kept()) {
        if (endpoint.cached.tables.front().empty())
            continue;
        auto const path = path_of(endpoint);
        auto const knows = [&](std::string_view field) {
            return std::ranges::find(endpoint.request->fields, field, &contract::FieldInfo::name) !=
                   endpoint.request->fields.end();
        };
        std::vector<std::string> queries{""};
        for (auto const* const query :
             {"q=rust", "skill=rust", "language=english", "zone=UTC", "tag=rust", "limit=1"})
            if (knows(std::string_view(query).substr(0, std::string_view(query).find('='))))
                queries.push_back(fmt::format("?{}", query));
        if (knows("sort"))
            for (auto const* const sort : {"rating", "price", "newest"})
                queries.push_back(fmt::format("?sort={}", sort));
        if (knows("feed"))
            queries.emplace_back("?feed=top");
        if (knows("filter"))
            queries.emplace_back("?filter=past");
        remembering.take();
        for (auto const& query : queries) {
            auto const answer = get(path + query);
            EXPECT_EQ(answer.status, 200) << path << query << answer.content();
            expect_declared(endpoint.name, endpoint.cached);
        }
    }
}

TEST_F(KeptAnswersTest, PagesSayWhatTheyAreReadFrom) {
    remembering.take();
    for (auto const& path : {std::string("/"), "/mentors/" + public_id(*mentor.mentor), "/events/" + event}) {
        http::Request request;
        request.target = request.path = path;
        request.headers.push_back({"accept", "text/html"});
        auto const page = app.wait(reader->site().pages().render(request, "<title></title></head>"));
        ASSERT_TRUE(page) << path;
        EXPECT_EQ(page->status, 200) << path;
        expect_declared("page", site::Pages::kKept);
    }
}

TEST_F(KeptAnswersTest, NothingChangesTheirTablesUnseen) {
    auto all = kept();
    auto& page = all.emplace_back();
    page.name = "page";
    page.cached = site::Pages::kKept;
    for (auto const& endpoint : all) {
        std::set<std::string> declared;
        for (auto const table : endpoint.cached.tables)
            if (!table.empty())
                declared.emplace(table);
        for (auto const& table : declared) {
            EXPECT_TRUE(schema.tables.contains(table)) << endpoint.name << ": there is no table " << table;
            for (auto [child, end] = schema.cascades.equal_range(table); child != end; ++child)
                EXPECT_TRUE(declared.contains(child->second))
                    << endpoint.name << ": rows of " << table << " go with those of " << child->second;
        }
        for (auto const& trigger : schema.triggers)
            for (auto const& table : trigger.writes)
                if (declared.contains(table))
                    EXPECT_TRUE(declared.contains(trigger.on))
                        << endpoint.name << ": a trigger on " << trigger.on << " writes " << table;
    }
}

// The texts are read by us; SQLite says which tables its program for each of them really writes.
TEST(TablesWritten, AreThoseThatSqliteWrites) {
    Schema const schema;
    std::map<std::string, std::set<std::string>> triggered;
    for (auto const& trigger : schema.triggers)
        triggered[trigger.on].insert(trigger.writes.begin(), trigger.writes.end());
    std::size_t writes = 0;
    for (auto const* const query : db::Query::all()) {
        std::set<std::string> known;
        for (auto const table : db::tables_written(query->sql(db::Engine::sqlite))) known.emplace(table);
        auto expected = known;
        for (auto const& table : known) {
            if (auto const more = triggered.find(table); more != triggered.end())
                expected.insert(more->second.begin(), more->second.end());
            for (auto const& [child, parent] : schema.cascades)
                if (parent == table)
                    expected.insert(child);
        }
        std::set<std::string> opened;
        try {
            schema.plain->each(fmt::format("EXPLAIN {}", query->sql(db::Engine::sqlite)), [&](auto row) {
                auto const opcode = row[1].text();
                auto const page = opcode == "OpenWrite" ? row[3].integer()
                                  : opcode == "Clear"   ? row[2].integer()
                                                        : 0;
                if (auto const table = schema.by_page.find(page); page != 0 && table != schema.by_page.end())
                    opened.insert(table->second);
            });
        } catch (db::PlainError const&) {
            continue;  // of a test's own tables
        }
        writes += opened.empty() ? 0 : 1;
        for (auto const& table : opened)
            EXPECT_TRUE(expected.contains(table) || table == "sqlite_sequence")
                << query->name() << " writes " << table << ", which is not read from its text";
    }
    EXPECT_GT(writes, 100U);
}

}  // namespace
}  // namespace ax::testing
