/** Somebody to be told something. One listener's fault is its own: the others still hear. */
export type Signal<T> = {
  add: (listener: (news: T) => void) => () => void;
  tell: (news: T) => void;
};

export function makeSignal<T = void>(): Signal<T> {
  const listeners = new Set<(news: T) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(news) {
      for (const listener of [...listeners]) {
        try {
          listener(news);
        } catch (error) {
          reportError(error);
        }
      }
    },
  };
}
