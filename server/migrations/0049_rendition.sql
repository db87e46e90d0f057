-- Narrower pictures in other formats, made of one in file when it came. Owned by features/files. Without a reference on purpose: a row
-- whose picture is gone says that its bytes are still to be removed.

CREATE TABLE rendition (
    of_key   TEXT   NOT NULL,   -- the picture, as in file
    width    BIGINT NOT NULL,
    format   TEXT   NOT NULL,   -- avif or webp, as addresses say it
    blob_key TEXT   NOT NULL,   -- the SHA-256 of its own bytes, and an ending
    bytes    BIGINT NOT NULL,
    PRIMARY KEY (of_key, width, format)
);
CREATE INDEX rendition_named ON rendition (blob_key);
