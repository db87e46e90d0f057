/**
 * A key that nobody made before: 48 bits of time, then 80 random ones, as UUID version 7 has them. Keys that are made one after
 * the other are neighbours in the database's indexes. Unlike crypto.randomUUID it also exists on plain HTTP.
 */
export function newKey(): string {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  );
  return Date.now().toString(16).padStart(12, "0") + random.join("");
}
