import type { ReportLanguage } from '../../schemas/report-language.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import { labelIn } from '../messages/label.ts'
import { sayIn } from '../messages/message.ts'
import { periodText } from '../messages/period-text.ts'
import { citationSection, verificationSection } from './citation-html.ts'
import { definitionSection } from './definitions-html.ts'
import { fileSection } from './files-html.ts'
import { pageScript } from './generated/page-script.ts'
import { headHtml } from './head-html.ts'
import { contentsHtml, headerHtml } from './header-html.ts'
import { escapeHtml, scriptJson } from './html.ts'
import { keyFigureSection } from './key-figure-html.ts'
import { methodologySection } from './methodology-html.ts'
import { numberSigns, type PageContext } from './page-context.ts'
import { pageTable } from './page-data.ts'
import { pageTexts } from './page-texts.ts'
import { pageStyle } from './style/page-style.ts'
import { tableSection } from './table-section.ts'

/** The page of a release in one language: complete in itself, and readable without its script. */
export function pageHtml(content: ReleaseContent, language: ReportLanguage, rowsAtMost?: number): string {
  const say = sayIn(language)
  const context: PageContext = { content, language, say, signs: numberSigns(language) }
  const { project, period } = content.facts
  const title = `${labelIn(project.title, language)}: ${periodText(period, language)}`
  const tables = content.tables.map((table) => ({ table, carried: pageTable(table, language, rowsAtMost) }))
  const data = tables.map(({ carried }) => jsonBlock(`data-${carried.id}`, carried))
  return `<!doctype html>
<html lang="${language}" dir="ltr">
${headHtml(title, pageScript, pageStyle)}
<body>
<a class="skip" href="#content">${escapeHtml(say('skip'))}</a>
${headerHtml(context)}
<div class="parts">
${contentsHtml(context)}
<main id="content" tabindex="-1">
${keyFigureSection(context)}
<section id="tables" tabindex="-1">
<h2>${escapeHtml(say('tables'))}</h2>
${tables.map(({ table, carried }) => tableSection(table, carried, context)).join('\n')}
</section>
${definitionSection(context)}
${methodologySection(context)}
${citationSection(context)}
${verificationSection(context)}
${fileSection(context)}
</main>
</div>
${jsonBlock('page-texts', pageTexts(context))}
${data.join('\n')}
<script>${pageScript}</script>
</body>
</html>
`
}

function jsonBlock(id: string, value: unknown): string {
  return `<script type="application/json" id="${id}">${scriptJson(value)}</script>`
}
