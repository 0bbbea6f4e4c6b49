/** Languages that a check can speak, by their names in BCP 47. */
export const checkLanguages = ['uz', 'uz-Cyrl', 'ru', 'en'] as const
export type CheckLanguage = (typeof checkLanguages)[number]

/**
 * The language of whoever started the program; English where it is none of ours.
 *
 * @param environment its variables; POSIX says which of them counts (XBD 8.2, Internationalization Variables)
 */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): CheckLanguage {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || ''
  const [, language, modifier] = /^([a-z]+)(?:[_.][^@]*)?(?:@(.*))?$/.exec(locale) ?? []
  if (language === 'ru') return 'ru'
  if (language === 'uz') return modifier === 'cyrillic' ? 'uz-Cyrl' : 'uz'
  return 'en'
}
