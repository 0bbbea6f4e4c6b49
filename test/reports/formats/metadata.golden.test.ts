import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeRelease } from '../../../reports/write-release.ts'
import { facts, tables, temporaryFolder } from '../example-release.ts'

async function text(path: string): Promise<string> {
  const { folder } = await writeRelease(tables, facts, await temporaryFolder())
  return readFile(join(folder, path), 'utf8')
}

it('says of each column of a CSV file what it is', async () => {
  expect(await text('tables/test-results.meta.csv')).toBe(`\
col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column
region,Filter,Region,,,,,
gender,Filter,Gender,,,,,
assessed,Indicator,Assessed,,,0,,
passed,Indicator,Passed,,,0,,
pass_rate,Indicator,Pass rate,,%,0,,
mean_score,Indicator,Mean score,,%,1,,
`)
})

it('writes observations of SDMX', async () => {
  expect(await text('tables/lesson-views.sdmx.csv')).toBe(`\
STRUCTURE,STRUCTURE_ID,ACTION,FREQ,GENDER,INDICATOR,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE
dataflow,UZBEKISTAN:DF_LESSON_VIEWS(1.0),R,M,_T,VIEWS,2026-10,40,A,NUM
dataflow,UZBEKISTAN:DF_LESSON_VIEWS(1.0),R,M,f,VIEWS,2026-10,80,A,NUM
dataflow,UZBEKISTAN:DF_LESSON_VIEWS(1.0),R,M,m,VIEWS,2026-10,NaN,Q,NUM
`)
})
