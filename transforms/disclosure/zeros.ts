/** Zero rule: a figure about nobody discloses unless its table may publish empty cells. */
export function isProtectedZero(contributors: number, zeros: 'protect' | 'publish'): boolean {
  return contributors === 0 && zeros === 'protect'
}
