import { z } from 'zod'

/** A name in the languages of a release. English is required, since code lists fall back to it. */
export const labelsSchema = z.strictObject({
  en: z.string().min(1),
  uz: z.string().min(1).optional(),
  ru: z.string().min(1).optional(),
})
export type Labels = z.infer<typeof labelsSchema>

export const totalLabels: Labels = { en: 'Total', uz: 'Jami', ru: 'Всего' }
