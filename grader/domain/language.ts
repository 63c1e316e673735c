/** The languages every text of the lab exists in. */
export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Localized<T> = Readonly<Record<Language, T>>;
