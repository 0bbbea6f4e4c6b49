/** What a language puts between digits. */
export interface NumberSigns {
  /** Between groups of three digits. */
  readonly group: string
  /** Before fractions. */
  readonly decimal: string
}

/**
 * A number as people write it, the same on every machine: browsers do not know all languages.
 *
 * @param scaled a whole number of 10^-decimals
 */
export function numberText(scaled: number, decimals: number, { group, decimal }: NumberSigns): string {
  const digits = String(Math.abs(scaled)).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals).replaceAll(/\B(?=(\d{3})+$)/g, group)
  const fraction = decimals === 0 ? '' : decimal + digits.slice(-decimals)
  return `${scaled < 0 ? '−' : ''}${whole}${fraction}`
}
