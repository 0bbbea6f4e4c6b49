import type { Labels } from '../../schemas/labels.ts'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { inCyrillic } from './cyrillic.ts'

/** A name in a language; in English where it has none, since every name has that. */
export function labelIn(labels: Labels, language: ReportLanguage): string {
  if (language !== 'uz-Cyrl') return labels[language] ?? labels.en
  return labels.uz === undefined ? labels.en : inCyrillic(labels.uz)
}

/** Languages of a release: those that its project has a title in. */
export function languagesOf(title: Labels): readonly ReportLanguage[] {
  const uzbek: readonly ReportLanguage[] = title.uz === undefined ? [] : ['uz', 'uz-Cyrl']
  return [...uzbek, ...(title.ru === undefined ? [] : (['ru'] as const)), 'en']
}
