import type { pageEn } from './en.ts'

/** Every language has the keys of the English texts, or nothing compiles. */
export type PageCatalogue = Readonly<Record<keyof typeof pageEn, string>>
