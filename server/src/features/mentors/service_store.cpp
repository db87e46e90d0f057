#include "features/mentors/service_store.h"

namespace ax::mentors::service_store {
namespace {

db::Query const kInsert{"services.insert", R"sql(
    INSERT INTO service (mentor_id, title, description, minutes, price, currency, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING id
)sql"};

db::Query const kFind{"services.find", R"sql(
    SELECT id, title, description, minutes, price, currency, active FROM service
    WHERE id = $1 AND mentor_id = $2 AND archived_at IS NULL
)sql"};

db::Query const kFindAny{"services.find_any", R"sql(
    SELECT id, mentor_id, title, minutes, price, currency,
           CASE WHEN active = 1 AND archived_at IS NULL THEN 1 ELSE 0 END
    FROM service WHERE id = $1
)sql"};

db::Query const kOfMentor{"services.of_mentor", R"sql(
    SELECT id, title, description, minutes, price, currency, active FROM service
    WHERE mentor_id = $1 AND archived_at IS NULL ORDER BY id
)sql"};

db::Query const kSave{"services.save", R"sql(
    UPDATE service SET title = $2, description = $3, minutes = $4, price = $5, active = $6, updated_at = $7
    WHERE id = $1
)sql"};

db::Query const kArchive{"services.archive", R"sql(
    UPDATE service SET archived_at = $3, updated_at = $3 WHERE id = $1 AND mentor_id = $2 AND archived_at IS NULL
)sql"};

Service service_of(db::Row row) {
    return {.id = row.get<ServiceId>(0),
            .title = row.get<std::string>(1),
            .description = row.get<std::string>(2),
            .minutes = row.get<int>(3),
            .price = {row.get<std::int64_t>(4), row.get<std::string>(5)},
            .active = row.get<bool>(6)};
}

}  // namespace

Task<ServiceId> insert(db::Tx& tx, MentorId mentor, CreateService const& wanted, std::string_view currency,
                       Instant now) {
    auto const row = co_await tx.one(kInsert, mentor, wanted.title, wanted.description, wanted.minutes,
                                     wanted.price, currency, now);
    co_return row->get<ServiceId>(0);
}

Task<std::optional<Service>> find(db::Executor& on, MentorId mentor, ServiceId id) {
    auto const row = co_await on.one(kFind, id, mentor);
    co_return row ? std::optional(service_of(row->view())) : std::nullopt;
}

Task<std::optional<BookableService>> find_any(db::Executor& on, ServiceId id) {
    auto const row = co_await on.one(kFindAny, id);
    if (!row)
        co_return std::nullopt;
    co_return BookableService{.id = row->get<ServiceId>(0),
                              .mentor = row->get<MentorId>(1),
                              .title = row->get<std::string>(2),
                              .minutes = row->get<int>(3),
                              .price = {row->get<std::int64_t>(4), row->get<std::string>(5)},
                              .active = row->get<bool>(6)};
}

Task<std::vector<Service>> of_mentor(db::Executor& on, MentorId mentor) {
    std::vector<Service> found;
    for (auto const row : co_await on.rows(kOfMentor, mentor)) found.push_back(service_of(row));
    co_return found;
}

Task<void> save(db::Tx& tx, Service const& service, Instant now) {
    co_await tx.exec(kSave, service.id, service.title, service.description, service.minutes,
                     service.price.amount, service.active, now);
}

Task<bool> archive(db::Tx& tx, MentorId mentor, ServiceId id, Instant now) {
    co_return co_await tx.exec(kArchive, id, mentor, now) == 1;
}

}  // namespace ax::mentors::service_store
