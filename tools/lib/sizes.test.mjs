import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { checkSizes, wrongSize } from "./sizes.mjs";

const lines = (count, head = "") => head + "x\n".repeat(count - (head ? 1 : 0));

test("300 lines need no word, 301 do, 501 are too many whatever is said", () => {
  assert.equal(wrongSize(lines(300)), null);
  assert.match(wrongSize(lines(301)), /^301 lines: above 300 say why/);
  assert.equal(wrongSize(lines(301, "// Size: one table, read as a whole\n")), null);
  assert.equal(wrongSize(lines(500, "# Size: one table, read as a whole\n")), null);
  assert.match(wrongSize(lines(501, "// Size: one table\n")), /the limit is 500/);
});

test("the explanation must be a comment near the top, with words in it", () => {
  assert.match(wrongSize(`${lines(310)}// Size: too late\n`), /say why/);
  assert.match(wrongSize(lines(310, "// Size:\n")), /say why/);
  assert.match(wrongSize(lines(310, "const Size: number = 3;\n")), /say why/);
});

test("generated files are exempt, everything else in the source folders is not", () => {
  const root = mkdtempSync(join(tmpdir(), "ax-sizes-"));
  try {
    for (const folder of ["server/src/base", "web/src/api", "tools", "docs"]) mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, "server/src/base/long.cpp"), lines(600));
    writeFileSync(join(root, "web/src/api/contract.gen.ts"), lines(9000));
    writeFileSync(join(root, "tools/check_all"), lines(501));
    writeFileSync(join(root, "docs/long.md"), lines(900));
    assert.deepEqual(checkSizes(root).map((problem) => problem.split(":")[0]), ["server/src/base/long.cpp", "tools/check_all"]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
