-- What a student and a mentor who have booked keep together between sessions. Owned by features/workspace.
-- A pair has no row of its own: it is the two profiles, and booking knows who has met.

-- kind 0: what to talk about, in the order of `position`. kind 1: what to do, by `assignee` (0 student, 1 mentor).
CREATE TABLE workspace_item (
    id         @ID,
    student_id BIGINT NOT NULL REFERENCES student (id),
    mentor_id  BIGINT NOT NULL REFERENCES mentor (id),
    kind       BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    text       TEXT   NOT NULL,
    done       BIGINT NOT NULL DEFAULT 0,
    added_by   BIGINT NOT NULL,          -- 0 student, 1 mentor
    assignee   BIGINT,
    due        TEXT,                     -- a date: 2026-11-24
    client_key TEXT   NOT NULL,
    created_at @TIME  NOT NULL,
    CONSTRAINT workspace_item_kind CHECK (kind IN (0, 1)),
    CONSTRAINT workspace_item_done CHECK (done IN (0, 1)),
    CONSTRAINT workspace_item_added_by CHECK (added_by IN (0, 1)),
    CONSTRAINT workspace_item_assignee CHECK ((kind = 1) = (assignee IS NOT NULL))
);
CREATE INDEX workspace_item_of_pair ON workspace_item (student_id, mentor_id, kind, position);
-- The same key is the same item: what makes a retry safe.
CREATE UNIQUE INDEX workspace_item_client_key ON workspace_item (student_id, mentor_id, client_key);
CREATE INDEX workspace_item_open_of_student ON workspace_item (student_id, mentor_id) WHERE kind = 1 AND done = 0;
CREATE INDEX workspace_item_open_of_mentor ON workspace_item (mentor_id, student_id) WHERE kind = 1 AND done = 0;

-- kind 0: the notes of both. kind 1: the mentor's about the student, which nobody else ever reads.
CREATE TABLE workspace_note (
    student_id BIGINT NOT NULL REFERENCES student (id),
    mentor_id  BIGINT NOT NULL REFERENCES mentor (id),
    kind       BIGINT NOT NULL,
    text       TEXT   NOT NULL,
    version    BIGINT NOT NULL,          -- counts changes: who saves must have read the last one
    updated_at @TIME  NOT NULL,
    updated_by BIGINT NOT NULL,          -- 0 student, 1 mentor
    CONSTRAINT workspace_note_kind CHECK (kind IN (0, 1)),
    CONSTRAINT workspace_note_by CHECK (updated_by IN (0, 1)),
    PRIMARY KEY (student_id, mentor_id, kind)
);

-- What somebody writes for themselves alone.
CREATE TABLE workspace_own_note (
    id         @ID,
    account_id BIGINT NOT NULL REFERENCES account (id),
    text       TEXT   NOT NULL,
    client_key TEXT   NOT NULL,
    created_at @TIME  NOT NULL,
    updated_at @TIME  NOT NULL
);
CREATE UNIQUE INDEX workspace_own_note_client_key ON workspace_own_note (account_id, client_key);
