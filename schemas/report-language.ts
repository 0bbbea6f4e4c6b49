import { z } from 'zod'

/** Languages of reports, by their names in BCP 47; Uzbek in both of its alphabets. */
export const reportLanguages = ['uz', 'uz-Cyrl', 'ru', 'en'] as const

export const reportLanguageSchema = z.enum(reportLanguages)
export type ReportLanguage = z.infer<typeof reportLanguageSchema>
