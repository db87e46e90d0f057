const loading = new Map<string, Promise<unknown>>();

/** Loads somebody else's script once, and gives what it makes; a failed load may be tried again. */
export function loadScript<T>(source: string, made: () => T | undefined): Promise<T> {
  const known = loading.get(source);
  if (known) return known as Promise<T>;
  const load = new Promise<T>((resolve, reject) => {
    const script = document.createElement("script");
    const failed = () => {
      loading.delete(source);
      script.remove();
      reject(new Error(`${source} can't be loaded`));
    };
    script.src = source;
    script.onload = () => {
      const found = made();
      found ? resolve(found) : failed();
    };
    script.onerror = failed;
    document.head.append(script);
  });
  loading.set(source, load);
  return load;
}
