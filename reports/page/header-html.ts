import type { ReportLanguage } from '../../schemas/report-language.ts'
import { pagePath } from '../formats/format-paths.ts'
import { labelIn } from '../messages/label.ts'
import { dayText, periodText } from '../messages/period-text.ts'
import { escapeHtml, nameHtml } from './html.ts'
import type { PageContext } from './page-context.ts'

/** Names of languages in themselves. */
const names: Readonly<Record<ReportLanguage, string>> = {
  uz: 'Oʻzbekcha',
  'uz-Cyrl': 'Ўзбекча',
  ru: 'Русский',
  en: 'English',
}

/** What the release is, and the same page in other languages. */
export function headerHtml({ content, language, say }: PageContext): string {
  const { project, period, version, asOf } = content.facts
  const facts = [
    [say('period'), periodText(period, language)],
    [say('version'), String(version)],
    [say('asOf'), dayText(asOf, language)],
  ]
  return `<header>
${languageLinks({ content, language, say })}
<h1>${nameHtml(labelIn(project.title, language))}</h1>
<dl class="facts">${facts.map(([name, text]) => `<div><dt>${escapeHtml(name!)}</dt><dd>${escapeHtml(text!)}</dd></div>`).join('')}</dl>
</header>`
}

function languageLinks({ content, language, say }: Omit<PageContext, 'signs'>): string {
  const { languages } = content.facts
  if (languages.length < 2) return ''
  const links = languages.map((one) =>
    one === language
      ? `<li><span lang="${one}" aria-current="page">${names[one]}</span></li>`
      : `<li><a href="${fileName(one, languages)}" lang="${one}" hreflang="${one}" rel="alternate">${names[one]}</a></li>`,
  )
  return `<nav class="languages" aria-label="${escapeHtml(say('languages'))}"><ul>${links.join('')}</ul></nav>`
}

/** Pages lie beside each other. */
function fileName(language: ReportLanguage, languages: readonly ReportLanguage[]): string {
  return pagePath(language, languages).split('/').at(-1)!
}

/** Where to find what on the page. */
export function contentsHtml({ content, language, say }: PageContext): string {
  const link = (id: string, text: string) => `<a href="#${id}">${text}</a>`
  const tables = content.tables.map(
    ({ shape }) => `<li>${link(`table-${shape.id}`, nameHtml(labelIn(shape.title, language)))}</li>`,
  )
  const part = (id: string, text: string) => `<li>${link(id, escapeHtml(text))}</li>`
  return `<nav class="contents" aria-label="${escapeHtml(say('onThisPage'))}">
<h2>${escapeHtml(say('onThisPage'))}</h2>
<ul>
${part('key-figures', say('keyFigures'))}
<li><details><summary>${escapeHtml(say('tables'))}</summary><ul>${tables.join('')}</ul></details></li>
${part('definitions', say('definitions'))}
${part('methodology', say('methodology'))}
${part('cite', say('cite'))}
${part('verify', say('verify'))}
${part('files', say('files'))}
</ul>
</nav>`
}
