import i18next, { type BackendModule, type Resource } from "i18next";
import { initReactI18next } from "react-i18next";

/**
 * Texts. Each feature keeps its own en.json; its namespace is the folder's name, loaded with the feature's first page.
 * Keys are typed by src/app/i18next.d.ts: a key that does not exist fails `npm run check`.
 */
const i18n = i18next.createInstance();

export type TextLoader = (namespace: string) => Promise<Record<string, unknown>>;

export function startI18n(bundled: Record<string, object>, load: TextLoader) {
  const backend: BackendModule = {
    type: "backend",
    init: () => {},
    read: (_language, namespace, done) => {
      load(namespace).then(
        (texts) => done(null, texts as Resource[string][string] as never),
        (error: unknown) => done(error as Error, null),
      );
    },
  };
  return i18n
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: "en",
      fallbackLng: "en",
      ns: Object.keys(bundled),
      defaultNS: false,
      resources: { en: bundled } as Resource,
      partialBundledLanguages: true,
      initAsync: false,
      interpolation: { escapeValue: false }, // React escapes
      returnNull: false,
    });
}

export default i18n;
