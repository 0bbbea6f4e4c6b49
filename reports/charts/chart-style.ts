/**
 * Colours of charts. Every text has a contrast of at least 4.5 : 1 to its ground, every mark 3 : 1 to the page (pale
 * shades by their edge), WCAG 2.2 1.4.3 and 1.4.11. Blue and orange stay apart for the colour-blind, shades differ in
 * lightness only, and no figure is told by colour alone.
 */
export interface ChartPalette {
  /** What the page behind the chart is expected to be. */
  readonly ground: string
  readonly text: string
  readonly quiet: string
  readonly edge: string
  readonly grid: string
  readonly bar: string
  readonly second: string
  readonly hatch: string
  readonly shades: readonly [string, string, string, string, string]
  /** Text on each shade. */
  readonly on: readonly [string, string, string, string, string]
}

export const lightPalette: ChartPalette = {
  ground: '#ffffff',
  text: '#1c232b',
  quiet: '#4c5866',
  edge: '#64748b',
  grid: '#d9dee5',
  bar: '#2b6ca3',
  second: '#b45f06',
  hatch: '#7b8794',
  shades: ['#eaf2f9', '#c3daed', '#8fbbdc', '#3a77ab', '#174a78'],
  on: ['#1c232b', '#1c232b', '#1c232b', '#ffffff', '#ffffff'],
}

export const darkPalette: ChartPalette = {
  ground: '#14191f',
  text: '#e8ecf1',
  quiet: '#aab5c2',
  edge: '#7c8a9a',
  grid: '#333d48',
  bar: '#5aa2da',
  second: '#e09a4a',
  hatch: '#7c8a9a',
  shades: ['#1d2e3e', '#27486a', '#356f9f', '#7db4de', '#cde4f5'],
  on: ['#e8ecf1', '#e8ecf1', '#ffffff', '#14191f', '#14191f'],
}

function declared({ shades, on, ...colours }: ChartPalette): string {
  return [
    ...Object.entries(colours).map(([name, colour]) => `--kc-${name}:${colour}`),
    ...shades.map((colour, i) => `--kc-shade-${i}:${colour}`),
    ...on.map((colour, i) => `--kc-on-${i}:${colour}`),
  ].join(';')
}

const systemColours: ChartPalette = {
  ground: 'Canvas',
  text: 'CanvasText',
  quiet: 'CanvasText',
  edge: 'CanvasText',
  grid: 'GrayText',
  bar: 'CanvasText',
  second: 'CanvasText',
  hatch: 'GrayText',
  shades: ['Canvas', 'Canvas', 'Canvas', 'Canvas', 'Canvas'],
  on: ['CanvasText', 'CanvasText', 'CanvasText', 'CanvasText', 'CanvasText'],
}

const byShade = [0, 1, 2, 3, 4]
  .map((i) => `.kc-shade-${i}{fill:var(--kc-shade-${i})}.kc-chart .kc-on-${i}{fill:var(--kc-on-${i})}`)
  .join('\n')

/** The style sheet of all charts, to be put into the page's own. */
export const chartStyle = `.kc-chart{${declared(lightPalette)};display:block;width:100%;max-width:33rem;height:auto;overflow:hidden}
@media screen and (prefers-color-scheme:dark){.kc-chart{${declared(darkPalette)}}}
@media (forced-colors:active){.kc-chart{${declared(systemColours)};forced-color-adjust:none}}
.kc-chart text{fill:var(--kc-text)}
.kc-chart .kc-tick{fill:var(--kc-quiet)}
.kc-number,.kc-tick{font-variant-numeric:tabular-nums}
.kc-head,.kc-code{font-weight:600}
.kc-bar{fill:var(--kc-bar)}
.kc-second{fill:var(--kc-second)}
.kc-line{stroke:var(--kc-bar);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.kc-point{fill:var(--kc-bar)}
.kc-series-1,.kc-series-4{--kc-bar:var(--kc-second)}
.kc-series-2{--kc-bar:var(--kc-text)}
.kc-axis{stroke:var(--kc-edge);stroke-width:1}
.kc-grid{stroke:var(--kc-grid);stroke-width:1}
.kc-shade,.kc-empty,.kc-withheld{stroke:var(--kc-edge);stroke-width:.75}
.kc-empty{fill:none}
.kc-band{stroke:none}
.kc-region{stroke-linejoin:round}
.kc-hatch-ground,.kc-plate{fill:var(--kc-ground)}
.kc-hatch-line{fill:var(--kc-hatch)}
.kc-halo{paint-order:stroke;stroke:var(--kc-ground);stroke-width:4;stroke-linejoin:round}
.kc-leader{stroke:var(--kc-text);stroke-width:1;fill:none}
.kc-dot{fill:var(--kc-text)}
${byShade}
@media print{.kc-chart{break-inside:avoid;print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
