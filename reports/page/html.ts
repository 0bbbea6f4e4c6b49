const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand in an element or between the quotes of an attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** A name that a project gave, in whatever direction it is written. */
export function nameHtml(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`
}

/**
 * JSON as it may stand in a script element: `<` cannot end it, and no reader takes U+2028 or U+2029 for the end of a line
 * (https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements).
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
