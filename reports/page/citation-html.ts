import { releaseIdentifier } from '../manifest.ts'
import { labelIn } from '../messages/label.ts'
import { dayText, periodText } from '../messages/period-text.ts'
import { checksumsPath, signaturePath } from '../release-files.ts'
import { escapeHtml } from './html.ts'
import type { PageContext } from './page-context.ts'

/** How to cite the release. */
export function citationSection({ content, language, say }: PageContext): string {
  const { project, period, version, asOf } = content.facts
  const citation = say('citation', {
    title: labelIn(project.title, language),
    ...{ period: periodText(period, language), version, asOf: dayText(asOf, language) },
  })
  return `<section id="cite" tabindex="-1">
<h2>${escapeHtml(say('cite'))}</h2>
<p class="citation">${escapeHtml(citation)}</p>
<p class="citation"><code>${escapeHtml(releaseIdentifier(content.facts))}</code></p>
</section>`
}

const commands = [
  `sha256sum -c ${checksumsPath}`,
  `minisign -Vm ${checksumsPath} -p PUBLISHER.pub`,
  'kohort verify --public-key PUBLISHER.pub .',
]

/** How to check that the release is whole, and whose it is. */
export function verificationSection({ say }: PageContext): string {
  return `<section id="verify" tabindex="-1">
<h2>${escapeHtml(say('verify'))}</h2>
<p>${escapeHtml(say('verifyHow', { checksums: checksumsPath, signature: signaturePath }))}</p>
<p>${escapeHtml(say('verifyCommands'))}</p>
<pre tabindex="0"><code>${commands.join('\n')}</code></pre>
<p>${escapeHtml(say('verifyKey'))}</p>
</section>`
}
