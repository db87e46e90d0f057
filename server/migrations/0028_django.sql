-- What became of the rows of the previous system. Owned by features/import_django: a row that is in here is taken, and no
-- later run takes it again.
CREATE TABLE django_row (
    source_table TEXT   NOT NULL,  -- mentor_mentor
    source_key   TEXT   NOT NULL,  -- its primary key there
    new_id       BIGINT NOT NULL,  -- of the row it became; which table's follows from source_table
    taken_at     @TIME  NOT NULL,
    PRIMARY KEY (source_table, source_key)
);
