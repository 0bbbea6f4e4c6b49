import { expect, it } from 'vitest'
import { pageHtml } from '../../../reports/page/page-html.ts'
import { exampleTable, facts, tables } from '../example-release.ts'

it('shows a small table as its rows, with marks and controls', () => {
  const views = exampleTable(tables[1]!.shape)
  const html = pageHtml({ facts: { ...facts, languages: ['en'] }, tables: [views], files: new Map() }, 'en')
  const [section] = /<section class="table".*?<\/section>/s.exec(html) ?? []
  // Charts have golden files of their own.
  const withoutChart = section?.replace(/<svg.*?<\/svg>/s, '<svg></svg>')
  expect(`${withoutChart}\n`).toBe(`\
<section class="table" id="table-lesson-views" data-table="lesson-views" tabindex="-1">
<h3><bdi>Lesson views</bdi></h3>
<p>Views. By: Gender. Period: October 2026.</p>
<figure class="chart"><svg></svg><figcaption><p>Bars: Views by Gender; total: 40; 1 of 2 figures is withheld (hatched, [c]).</p></figcaption></figure>
<p>1 of 3 figures is withheld.</p>
<dl class="marks"><dt><span class="mark c">[c]</span></dt><dd>The figure is withheld to protect learners.</dd></dl>
<div class="controls" role="group" aria-label="Filter the table: Lesson views" data-script hidden>
<label><bdi>Gender</bdi> <select data-filter="gender"></select></label>
<button type="button" data-act="reset">Show all rows again</button>
<button type="button" data-act="download">Download these rows (CSV)</button>
<p class="hint">To sort, choose the heading of a column; withheld figures always come last.</p>
</div>
<p class="shown" role="status">All rows are shown: 3.</p>
<div class="scroll" role="region" tabindex="0" aria-label="Rows of the table: Lesson views">
<table>
<caption><bdi>Lesson views</bdi></caption>
<thead><tr><th scope="col" data-column="gender" data-kind="dimension"><bdi>Gender</bdi></th><th scope="col" data-column="views" data-kind="measure"><bdi>Views</bdi></th></tr></thead>
<tbody>
<tr><th scope="row" data-c="_T" data-l="0"><bdi>Total</bdi></th><td>40</td></tr>
<tr><th scope="row" data-c="f" data-l="1"><bdi>Female</bdi></th><td>80</td></tr>
<tr><th scope="row" data-c="m" data-l="1"><bdi>Male</bdi></th><td class="c">[c]</td></tr>
</tbody>
</table>
</div>
<div class="pager" data-script hidden><button type="button" data-act="previous">Previous rows</button> <span class="page-number"></span> <button type="button" data-act="next">Next rows</button></div>
</section>
`)
})
