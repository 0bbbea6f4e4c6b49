/**
 * Text of unknown origin, fit to print: what would move the cursor, colour or turn lines around is shown by its code, so that
 * no name of a file can pass for a verdict.
 */
export function printable(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}
