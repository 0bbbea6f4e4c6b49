import type { Labels } from '../../schemas/labels.ts'

/** What siblings that were merged are called: the rest of their parent. */
export const otherLabels: Labels = { en: 'Other', uz: 'Boshqa', ru: 'Другое' }

/** Code of the siblings that were merged under a parent; `_T_O` under the total. */
export function otherCode(parent: string): string {
  return `${parent}_O`
}
