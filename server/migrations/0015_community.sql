-- Posts, comments, likes, views and reports. Owned by features/community.
CREATE TABLE post (
    id           @ID,
    author_id    BIGINT NOT NULL REFERENCES account (id),
    title        TEXT   NOT NULL,
    text         TEXT   NOT NULL,              -- Markdown, as typed
    html         TEXT   NOT NULL,              -- made by the server from text
    opening      TEXT   NOT NULL,              -- html of the first lines of a long one, else empty
    tags         TEXT   NOT NULL,              -- separated by spaces, as in post_tag
    official     BIGINT NOT NULL,              -- 0, 1: the team speaks
    client_key   TEXT   NOT NULL,
    created_at   @TIME  NOT NULL,
    published_at @TIME,                        -- NULL: a draft
    edited_at    @TIME,                        -- after publishing
    pinned_at    @TIME,
    deleted_at   @TIME,
    deleted_by   BIGINT,                       -- the author may undo only their own deletion
    heat         BIGINT NOT NULL,              -- order of Top: published_at, later for what is liked and discussed
    likes        BIGINT NOT NULL,
    comments     BIGINT NOT NULL,
    views        BIGINT NOT NULL,
    edits        BIGINT NOT NULL,
    CONSTRAINT post_title CHECK (length(title) BETWEEN 3 AND 120),
    CONSTRAINT post_text CHECK (length(text) BETWEEN 1 AND 10000),
    UNIQUE (author_id, client_key)
);
CREATE INDEX post_latest ON post (published_at, id) WHERE published_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX post_top ON post (heat, id) WHERE published_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX post_mine ON post (author_id, created_at, id);
CREATE INDEX post_pinned ON post (pinned_at) WHERE pinned_at IS NOT NULL;

-- Of published posts only, with their time, so that a tag's page is one index range.
CREATE TABLE post_tag (
    post_id      BIGINT NOT NULL REFERENCES post (id),
    tag          TEXT   NOT NULL,
    published_at @TIME  NOT NULL,
    PRIMARY KEY (post_id, tag)
);
CREATE INDEX post_tag_latest ON post_tag (tag, published_at, post_id);

-- What a published post said before each edit.
CREATE TABLE post_edit (
    id        @ID,
    post_id   BIGINT NOT NULL REFERENCES post (id),
    title     TEXT   NOT NULL,
    html      TEXT   NOT NULL,
    edited_at @TIME  NOT NULL
);
CREATE INDEX post_edit_of ON post_edit (post_id, id);

CREATE TABLE post_like (
    post_id    BIGINT NOT NULL REFERENCES post (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    PRIMARY KEY (post_id, account_id)
);

-- One row per person and day, kept until the day is over for everybody.
CREATE TABLE post_view (
    day        BIGINT NOT NULL,                -- since 1970, UTC
    post_id    BIGINT NOT NULL REFERENCES post (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    PRIMARY KEY (day, post_id, account_id)
);

CREATE TABLE post_comment (
    id         @ID,
    post_id    BIGINT NOT NULL REFERENCES post (id),
    thread_id  BIGINT NOT NULL,                -- the comment that this one answers; its own id if none
    author_id  BIGINT NOT NULL REFERENCES account (id),
    text       TEXT   NOT NULL,
    html       TEXT   NOT NULL,
    client_key TEXT   NOT NULL,
    created_at @TIME  NOT NULL,
    deleted_at @TIME,
    deleted_by BIGINT,
    CONSTRAINT post_comment_text CHECK (length(text) BETWEEN 1 AND 2000),
    UNIQUE (author_id, client_key)
);
CREATE INDEX post_comment_thread ON post_comment (post_id, thread_id, id);

CREATE TABLE post_report (
    id          @ID,
    post_id     BIGINT NOT NULL REFERENCES post (id),
    comment_id  BIGINT NOT NULL,               -- 0: the post itself
    reporter_id BIGINT NOT NULL REFERENCES account (id),
    reason      BIGINT NOT NULL,
    note        TEXT   NOT NULL,
    created_at  @TIME  NOT NULL,
    closed_at   @TIME,
    closed_by   BIGINT,
    removed     BIGINT NOT NULL,               -- 0, 1: what the staff decided
    UNIQUE (reporter_id, post_id, comment_id)
);
CREATE INDEX post_report_open ON post_report (id) WHERE closed_at IS NULL;
CREATE INDEX post_report_of ON post_report (post_id, comment_id);

-- @sqlite
CREATE VIRTUAL TABLE post_search USING fts5 (tokens, tokenize = 'ascii', detail = 'none');
-- @end
-- @postgres
CREATE TABLE post_search (
    rowid  BIGINT   NOT NULL PRIMARY KEY,
    tokens tsvector NOT NULL
);
CREATE INDEX post_search_tokens ON post_search USING gin (tokens);
-- @end
