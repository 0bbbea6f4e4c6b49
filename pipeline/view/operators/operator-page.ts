import { hashSource } from '../../../reports/page/head-html.ts'
import { escapeHtml } from '../../../reports/page/html.ts'
import { colours } from '../../../reports/page/style/colours.ts'
import type { Addresses } from './addresses.ts'
import { link } from './markup.ts'

const style = `${colours}
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,sans-serif;color:var(--text);background:var(--ground);margin:0 auto;padding:0 1rem 3rem;max-width:84rem;overflow-wrap:anywhere}
.restricted{background:#9b1c1c;color:#fff;font-weight:700;margin:0 -1rem;padding:.6rem 1rem;position:sticky;top:0}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
nav{padding:.5rem 0}
nav a{margin-inline-end:1.25rem}
section{border-top:1px solid var(--line);margin-top:1.5rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem}
dt{color:var(--quiet)}
dd{margin:0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;overflow-wrap:normal}
caption{text-align:start;color:var(--quiet);padding:.4rem 0}
th,td{padding:.3rem .75rem;text-align:start;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400}
thead th{font-weight:600;background:var(--head)}
small{color:var(--quiet);white-space:nowrap}
.hidden{background:repeating-linear-gradient(135deg,var(--hatch) 0 1px,transparent 1px 6px) var(--hatch-ground)}
form{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:flex-end;background:var(--panel);padding:1rem;margin:1rem 0}
label{display:flex;flex-direction:column;gap:.2rem}
label.check{flex-direction:row;align-items:center;gap:.5rem}
select,button,input{font:inherit}
select{max-width:18rem}
`.replaceAll('\n', '')

/** The one style of the restricted layer, as a policy names it. */
export const operatorStyleSource = hashSource(style)

const banner = 'RESTRICTED: holds hidden counts; never pass it on, nor put it into a release'

/** A page for operators, marked as what it is. @param content HTML */
export function operatorPage(addresses: Addresses, title: string, content: readonly string[]): string {
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>RESTRICTED: ${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header class="restricted">${escapeHtml(banner)}</header>
<nav aria-label="Restricted pages">${link(addresses.start, 'The night and its tables')}${link(addresses.comparison, 'Compare with an earlier release')}${link('/', 'The page of the release')}</nav>
<main>
<h1>${escapeHtml(title)}</h1>
${content.join('\n')}
</main>
</body>
</html>
`
}
