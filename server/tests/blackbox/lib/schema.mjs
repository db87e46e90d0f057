/** Examples of a schema of the API's document, and what is wrong with it in as many ways as it can be. */

export function resolve(document, schema) {
  if (schema.$ref) return resolve(document, document.components.schemas[schema.$ref.split("/").at(-1)]);
  if (schema.anyOf) return resolve(document, schema.anyOf.find((one) => one.type !== "null"));
  return schema;
}

const formats = {
  email: "bad-input@example.org", "date-time": "2030-01-01T10:00:00Z", date: "2030-01-01",
  "iana-time-zone": "Europe/Berlin", uri: "https://example.org/",
};

export function example(document, unresolved) {
  const schema = resolve(document, unresolved);
  if (schema.enum) return schema.enum[0];
  if (schema.type === "object") {
    const members = Object.entries(schema.properties ?? {});
    return Object.fromEntries(members.map(([name, member]) => [name, example(document, member)]));
  }
  if (schema.type === "array") return [];
  if (schema.type === "integer" || schema.type === "number") return schema.minimum ?? 1;
  if (schema.type === "boolean") return false;
  if (schema.format) return formats[schema.format] ?? "x";
  if (schema.pattern?.startsWith("^M")) return "M999999";
  if (schema.pattern?.startsWith("^S")) return "S999999";
  return "x".repeat(Math.max(1, schema.minLength ?? 1));
}

const huge = "A".repeat(100_000);

/** Values that the schema does not allow. */
export function wrongValues(document, unresolved) {
  const schema = resolve(document, unresolved);
  const nested = { deep: [{ deep: [] }] };
  if (schema.enum) return ["nonsense", 7, [], nested, ""];
  switch (schema.type) {
    case "integer":
    case "number":
      return ["seven", true, 1.5, 1e300, "9".repeat(40), [], nested, ...(schema.minimum >= 0 ? [-1] : []),
              ...(schema.maximum ? [schema.maximum + 1] : [])];
    case "boolean":
      return ["yes", 1, [], nested];
    case "array":
      return ["list", 1, nested, [[[]]], ...(schema.maxItems ? [Array(schema.maxItems + 1).fill(null)] : [])];
    case "object":
      return ["object", 1, []];
    default:
      return [7, true, [], nested, ...(schema.maxLength || schema.format || schema.pattern ? [huge] : []),
              ...(schema.format || schema.pattern ? ["", "nonsense", "a\u0000b", "☃"] : [])];
  }
}

/** Whole bodies that are no JSON, or not what anybody would mean; as raw text. */
export function brokenBodies(valid) {
  const text = JSON.stringify(valid);
  const [name] = Object.keys(valid);
  return {
    empty: "", "half of it": text.slice(0, -1), garbage: "\u0001\u0002", "not JSON": "a=b&c=d", list: "[]", number: "7",
    text: '"x"', nothing: "null", trailing: `${text} x`, "two values": `${text}${text}`,
    "100,000 levels": "[".repeat(100_000), "deep objects": `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`,
    "a member twice": name ? text.replace("{", `{"${name}":${JSON.stringify(valid[name])},`) : '{"a":1,"a":2}',
    "more than 1 MiB": `${text.slice(0, -1)}${name ? "," : ""}"padding":"${"A".repeat(1_100_000)}"}`,
  };
}
