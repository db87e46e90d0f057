-- Students and mentors: what an account shows of itself. Name, e-mail and time zone belong to the account.
CREATE TABLE student (
    id         @ID,                         -- S000001
    account_id BIGINT NOT NULL UNIQUE REFERENCES account (id),
    headline   TEXT   NOT NULL DEFAULT '',
    about      TEXT   NOT NULL DEFAULT '',
    languages  TEXT   NOT NULL DEFAULT '{"items":[]}',  -- JSON: {"items": ["Hindi"]}
    links      TEXT   NOT NULL DEFAULT '{"items":[]}',  -- JSON: {"items": [{"label": …, "url": …}]}
    created_at @TIME  NOT NULL,
    updated_at @TIME  NOT NULL
);

CREATE TABLE mentor (
    id               @ID,                   -- M000001
    account_id       BIGINT NOT NULL UNIQUE REFERENCES account (id),
    headline         TEXT   NOT NULL DEFAULT '',
    about            TEXT   NOT NULL DEFAULT '',
    languages        TEXT   NOT NULL DEFAULT '{"items":[]}',
    links            TEXT   NOT NULL DEFAULT '{"items":[]}',
    years            BIGINT NOT NULL DEFAULT 0,
    approval         BIGINT NOT NULL DEFAULT 0,  -- draft, pending, approved, rejected
    approval_note    TEXT   NOT NULL DEFAULT '',
    submitted_at     @TIME,
    approved_at      @TIME,                      -- first approval: what "newest" means
    has_availability BIGINT NOT NULL DEFAULT 0,  -- told by availability
    next_free_at     @TIME,                      -- told by availability
    rating           BIGINT,                     -- Bayesian mean times 100; NULL before the first review
    rating_count     BIGINT NOT NULL DEFAULT 0,
    sessions_count   BIGINT NOT NULL DEFAULT 0,
    created_at       @TIME  NOT NULL,
    updated_at       @TIME  NOT NULL,
    CONSTRAINT mentor_approval_known CHECK (approval BETWEEN 0 AND 3)
);
CREATE INDEX mentor_pending ON mentor (submitted_at, id) WHERE approval = 1;

-- Every decision about a mentor, oldest first. by_account is NULL when it came from the command line.
CREATE TABLE mentor_approval (
    id         @ID,
    mentor_id  BIGINT NOT NULL REFERENCES mentor (id),
    approval   BIGINT NOT NULL,
    note       TEXT   NOT NULL,
    by_account BIGINT REFERENCES account (id),
    decided_at @TIME  NOT NULL
);
CREATE INDEX mentor_approval_of ON mentor_approval (mentor_id, id);

-- One vocabulary for everybody. folded: lower case, no diacritics, single spaces.
CREATE TABLE skill (
    id     @ID,
    name   TEXT NOT NULL,
    folded TEXT NOT NULL,
    known  BIGINT NOT NULL DEFAULT 0  -- suggested to everybody, also before a mentor has it
);
CREATE UNIQUE INDEX skill_folded ON skill (folded);

-- How well-known ones are spelt; anything else is spelt as its first user did.
INSERT INTO skill (name, folded, known) VALUES
    ('Agile', 'agile', 1), ('Algorithms', 'algorithms', 1), ('Android', 'android', 1),
    ('Angular', 'angular', 1), ('Apache Kafka', 'apache kafka', 1), ('Apache Spark', 'apache spark', 1),
    ('AWS', 'aws', 1), ('Azure', 'azure', 1), ('C', 'c', 1), ('C#', 'c#', 1), ('C++', 'c++', 1),
    ('Career planning', 'career planning', 1), ('Cloud architecture', 'cloud architecture', 1),
    ('Communication', 'communication', 1), ('Computer vision', 'computer vision', 1), ('CSS', 'css', 1),
    ('Cyber security', 'cyber security', 1), ('Data analysis', 'data analysis', 1),
    ('Data engineering', 'data engineering', 1), ('Data science', 'data science', 1),
    ('Data structures', 'data structures', 1), ('Deep learning', 'deep learning', 1), ('DevOps', 'devops', 1),
    ('Django', 'django', 1), ('Docker', 'docker', 1), ('Embedded systems', 'embedded systems', 1),
    ('Entrepreneurship', 'entrepreneurship', 1), ('Excel', 'excel', 1), ('Figma', 'figma', 1),
    ('Flutter', 'flutter', 1), ('Git', 'git', 1), ('Go', 'go', 1), ('Google Cloud', 'google cloud', 1),
    ('GraphQL', 'graphql', 1), ('HTML', 'html', 1), ('Interview preparation', 'interview preparation', 1),
    ('iOS', 'ios', 1), ('Java', 'java', 1), ('JavaScript', 'javascript', 1), ('Kotlin', 'kotlin', 1),
    ('Kubernetes', 'kubernetes', 1), ('Leadership', 'leadership', 1), ('Linux', 'linux', 1),
    ('Machine learning', 'machine learning', 1), ('Marketing', 'marketing', 1),
    ('Mathematics', 'mathematics', 1), ('MongoDB', 'mongodb', 1), ('MySQL', 'mysql', 1),
    ('Natural language processing', 'natural language processing', 1), ('.NET', '.net', 1),
    ('Node.js', 'node.js', 1), ('PHP', 'php', 1), ('PostgreSQL', 'postgresql', 1),
    ('Power BI', 'power bi', 1), ('Product management', 'product management', 1),
    ('Project management', 'project management', 1), ('Public speaking', 'public speaking', 1),
    ('Python', 'python', 1), ('PyTorch', 'pytorch', 1), ('React', 'react', 1), ('Redis', 'redis', 1),
    ('Resume review', 'resume review', 1), ('Ruby on Rails', 'ruby on rails', 1), ('Rust', 'rust', 1),
    ('Scala', 'scala', 1), ('Software architecture', 'software architecture', 1),
    ('Spring Boot', 'spring boot', 1), ('SQL', 'sql', 1), ('Statistics', 'statistics', 1),
    ('Swift', 'swift', 1), ('System design', 'system design', 1), ('TensorFlow', 'tensorflow', 1),
    ('Terraform', 'terraform', 1), ('Testing', 'testing', 1), ('TypeScript', 'typescript', 1),
    ('UI design', 'ui design', 1), ('UX design', 'ux design', 1), ('Vue.js', 'vue.js', 1);

CREATE TABLE mentor_skill (
    mentor_id BIGINT NOT NULL REFERENCES mentor (id),
    position  BIGINT NOT NULL,
    skill_id  BIGINT NOT NULL REFERENCES skill (id),
    PRIMARY KEY (mentor_id, position)
);
CREATE INDEX mentor_skill_skill ON mentor_skill (skill_id);

CREATE TABLE student_skill (
    student_id BIGINT NOT NULL REFERENCES student (id),
    position   BIGINT NOT NULL,
    skill_id   BIGINT NOT NULL REFERENCES skill (id),
    name       TEXT   NOT NULL,  -- as the vocabulary spells it, which never changes
    PRIMARY KEY (student_id, position)
);
CREATE INDEX student_skill_skill ON student_skill (skill_id);

-- Deleting a service archives it: sessions that were booked keep naming it.
CREATE TABLE service (
    id          @ID,
    mentor_id   BIGINT NOT NULL REFERENCES mentor (id),
    title       TEXT   NOT NULL,
    description TEXT   NOT NULL,
    minutes     BIGINT NOT NULL,
    price       BIGINT NOT NULL,  -- minor units
    currency    TEXT   NOT NULL,
    active      BIGINT NOT NULL DEFAULT 1,
    archived_at @TIME,
    created_at  @TIME  NOT NULL,
    updated_at  @TIME  NOT NULL,
    CONSTRAINT service_minutes CHECK (minutes BETWEEN 15 AND 240 AND minutes % 5 = 0),
    CONSTRAINT service_price CHECK (price BETWEEN 100 AND 10000000)
);
CREATE INDEX service_of ON service (mentor_id, id) WHERE archived_at IS NULL;

-- What the search shows: one row per approved mentor who can be booked, rewritten in the transaction that changes
-- anything in it. The *_key columns are the sort orders, each ascending and never NULL, so that one keyset
-- condition serves all of them.
CREATE TABLE mentor_listing (
-- @sqlite
    mentor_id    INTEGER PRIMARY KEY REFERENCES mentor (id),  -- the rowid
-- @end
-- @postgres
    mentor_id    BIGINT  PRIMARY KEY REFERENCES mentor (id),
-- @end
    price_from   BIGINT  NOT NULL,  -- cheapest active service, minor units
    time_zone    TEXT    NOT NULL,
    free_key     BIGINT  NOT NULL,  -- next_free_at; nobody knows when: the end of time
    rating_key   BIGINT  NOT NULL,  -- minus rating
    newest_key   BIGINT  NOT NULL,  -- minus approved_at
    updated_at   @TIME   NOT NULL,
    card         TEXT    NOT NULL,  -- JSON: MentorCard, sent as it is
    searchable   TEXT    NOT NULL   -- the tokens of mentor_search, to rewrite those only when they change
);
-- With all that filters look at, so that a page and a count touch no row that they don't show.
CREATE INDEX mentor_listing_free ON mentor_listing (free_key, mentor_id, price_from, rating_key, time_zone);
CREATE INDEX mentor_listing_rating ON mentor_listing (rating_key, mentor_id);
CREATE INDEX mentor_listing_price ON mentor_listing (price_from, mentor_id);
CREATE INDEX mentor_listing_newest ON mentor_listing (newest_key, mentor_id);

CREATE TABLE mentor_listing_skill (
    mentor_id BIGINT NOT NULL REFERENCES mentor_listing (mentor_id),
    folded    TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    PRIMARY KEY (mentor_id, folded)
);
CREATE INDEX mentor_listing_skill_folded ON mentor_listing_skill (folded, name, mentor_id);

CREATE TABLE mentor_listing_language (
    mentor_id BIGINT NOT NULL REFERENCES mentor_listing (mentor_id),
    folded    TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    PRIMARY KEY (mentor_id, folded)
);
CREATE INDEX mentor_listing_language_folded ON mentor_listing_language (folded, name, mentor_id);

-- What is found by text: tokens made by the server (features/mentors/tokens.h), split at spaces only. No triggers: FTS5
-- is off limits for the schema when it isn't trusted. Both tables take the same statements.
-- @sqlite
CREATE VIRTUAL TABLE mentor_search USING fts5 (tokens, tokenize = 'ascii', detail = 'none');
-- @end
-- @postgres
CREATE TABLE mentor_search (
    rowid  BIGINT   NOT NULL PRIMARY KEY,
    tokens tsvector NOT NULL
);
CREATE INDEX mentor_search_tokens ON mentor_search USING gin (tokens);
-- @end
