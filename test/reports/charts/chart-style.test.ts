import { describe, expect, it } from 'vitest'
import { chartStyle, darkPalette, lightPalette } from '../../../reports/charts/chart-style.ts'

/** Relative luminance of `#rrggbb`, WCAG 2.2. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

/** Contrast of two colours, 1 to 21, WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light! + 0.05) / (dark! + 0.05)
}

describe.each([
  { scheme: 'light', palette: lightPalette },
  { scheme: 'dark', palette: darkPalette },
])('in $scheme', ({ palette }) => {
  it('text can be read: 4.5 : 1', () => {
    for (const colour of [palette.text, palette.quiet])
      expect(contrast(colour, palette.ground)).toBeGreaterThanOrEqual(4.5)
    for (const [i, colour] of palette.on.entries())
      expect(contrast(colour, palette.shades[i]!)).toBeGreaterThanOrEqual(4.5)
  })

  it('marks can be seen: 3 : 1', () => {
    for (const colour of [palette.edge, palette.bar, palette.second, palette.hatch])
      expect(contrast(colour, palette.ground)).toBeGreaterThanOrEqual(3)
  })

  it('shades go one way, further from the page for more', () => {
    const steps = palette.shades.map((colour) => contrast(colour, palette.ground))
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
    expect(Math.min(...steps.slice(1).map((step, i) => step / steps[i]!))).toBeGreaterThan(1.25)
  })
})

it('styles every class by a rule of its own, and nothing of the page', () => {
  const selectors = [...chartStyle.matchAll(/(?:^|[},])\s*([^@{},]+)(?=[{,])/gm)].map(
    ([, selector]) => selector!,
  )
  expect(selectors.length).toBeGreaterThan(20)
  for (const selector of selectors) expect(selector).toMatch(/^\.kc-/)
})
