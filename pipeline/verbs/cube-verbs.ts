import { type Command, Option } from 'commander'
import { type Effort, efforts } from '../../schemas/policy.ts'
import { protectCells } from '../protect-cells.ts'
import { factsText, protectSummary } from '../summary.ts'
import { updateCells } from '../update-cells.ts'
import { threadsOption } from './options.ts'
import { addVerb, type Common, finish, wholeNumber } from './verb.ts'

/** Verbs about any table of counts, without a project. */
export function addCubeVerbs(program: Command): void {
  addVerb(program, 'protect', 'protect any table of leaf counts', [
    "protect --cells cube.csv --count freq --dimensions 'region>district,age,gender' --zeros publish --out protected.csv",
  ])
    .requiredOption('--cells <file>', 'CSV of leaf counts')
    .requiredOption('--count <column>', 'column with the number of learners')
    .requiredOption('--dimensions <list>', "columns; '>' joins those of a hierarchy, coarse to fine")
    .option('--k <n>', 'suppress counts under this', wholeNumber(2), 10)
    .option(
      '--interval-width <n>',
      'least width of every feasibility interval; 1 is rank-only',
      wholeNumber(1),
      10,
    )
    .addOption(
      new Option('--zeros <policy>', 'empty cells').choices(['publish', 'protect']).default('protect'),
    )
    .addOption(
      new Option('--singletons <switch>', 'a lone contributor knows the cell')
        .choices(['on', 'off'])
        .default('on'),
    )
    .addOption(
      new Option('--effort <effort>', 'time spent on publishing more')
        .choices([...efforts])
        .default('standard'),
    )
    .addOption(
      new Option('--hidden-at-least <n>', 'what a reader grants a hidden count where zeros are published')
        .choices(['0', '1'])
        .default('0'),
    )
    .addOption(
      new Option('--loss <loss>', 'what to keep small: hidden cells, or the learners in them')
        .choices(['cells', 'contributors'])
        .default('cells'),
    )
    .addOption(
      new Option(
        '--merge-small <switch>',
        'first merge small siblings of a hierarchy where that publishes more',
      )
        .choices(['on', 'off'])
        .default('off'),
    )
    .addOption(
      new Option('--rounding <method>', 'of published counts; controlled: all together, so that they add up')
        .choices(['none', 'conventional', 'controlled'])
        .default('none'),
    )
    .addOption(new Option('--rounding-base <n>', 'at most k').choices(['3', '5', '10']).default('5'))
    .addOption(threadsOption())
    .option('--out <file>', 'restricted CSV with the status of every cell, and its rounded count')
    .action(
      async (
        options: Common & {
          cells: string
          count: string
          dimensions: string
          k: number
          intervalWidth: number
          zeros: 'publish' | 'protect'
          singletons: 'on' | 'off'
          effort: Effort
          hiddenAtLeast: '0' | '1'
          mergeSmall: 'on' | 'off'
          rounding: 'none' | 'conventional' | 'controlled'
          roundingBase: '3' | '5' | '10'
          loss: 'cells' | 'contributors'
          threads?: number
          out?: string
        },
      ) => {
        const { json: _json, k, singletons, hiddenAtLeast, rounding, roundingBase, out, ...rest } = options
        const base = ({ 3: 3, 5: 5, 10: 10 } as const)[roundingBase]
        const result = await protectCells({
          ...rest,
          minimumContributors: k,
          singletons: singletons === 'on',
          hiddenAtLeast: hiddenAtLeast === '1' ? 1 : 0,
          mergeSmall: rest.mergeSmall === 'on',
          rounding: rounding === 'none' ? 'none' : { base, method: rounding },
          out: out ?? null,
        })
        finish(options, result, protectSummary(result), result.withheld ? 3 : 0)
      },
    )

  addVerb(
    program,
    'update',
    'protect any table of counts of a stock, day after day: no change of fewer than k shows',
    [
      "update --cells week1.csv --count freq --dimensions 'region>district,age' --zeros publish --as-of 2026-10-04 --first --out w1.csv",
      "update --cells week2.csv --count freq --dimensions 'region>district,age' --zeros publish --as-of 2026-10-11 --before w1.csv --out w2.csv",
    ],
  )
    .requiredOption('--cells <file>', 'CSV of leaf counts')
    .requiredOption('--count <column>', 'column with the number of learners')
    .requiredOption('--dimensions <list>', "columns; '>' joins those of a hierarchy, coarse to fine")
    .requiredOption('--as-of <date>', 'day that the counts are of')
    .option('--before <file...>', 'what all earlier updates wrote, earliest first', [])
    .option('--first', 'there is no earlier update', false)
    .option('--k <n>', 'suppress counts, and changes, under this', wholeNumber(2), 10)
    .option('--interval-width <n>', 'least width of every feasibility interval', wholeNumber(1), 10)
    .addOption(
      new Option('--zeros <policy>', 'empty cells').choices(['publish', 'protect']).default('protect'),
    )
    .addOption(
      new Option('--effort <effort>', 'time spent on publishing more')
        .choices([...efforts])
        .default('standard'),
    )
    .addOption(threadsOption())
    .option('--out <file>', 'restricted CSV: counts, and what is published of each cell, as of which day')
    .action(
      async (
        options: Common & {
          cells: string
          count: string
          dimensions: string
          asOf: string
          before: readonly string[]
          first: boolean
          k: number
          intervalWidth: number
          zeros: 'publish' | 'protect'
          effort: Effort
          threads?: number
          out?: string
        },
      ) => {
        const { json: _json, k, out, ...rest } = options
        const result = await updateCells({ ...rest, minimumContributors: k, out: out ?? null })
        finish(options, result, factsText(result), result.withheld ? 3 : 0)
      },
    )
}
