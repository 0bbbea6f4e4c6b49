import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { exampleLedger, ledgerPath } from './example-ledger.ts'

it('an entry is one line of canonical JSON', async () => {
  const path = await ledgerPath()
  await exampleLedger(path)
  // Hashes of compressed bytes differ with the version of zlib.
  const read = async (name: string) =>
    (await readFile(join(path, 'entries', name), 'utf8')).replaceAll(
      /"(definition|figures|previous)":"[0-9a-f]{64}"/g,
      '"$1":"(SHA-256)"',
    )
  const release = JSON.stringify(JSON.parse(await read('000003.json')), null, 1)
  expect(release).toMatchInlineSnapshot(`
    "{
     "at": "2026-11-03T00:00:00.000Z",
     "content": {
      "kind": "intended",
      "release": {
       "as_of": "2026-11-02",
       "audit": {
        "dominance": {
         "coalition": 2,
         "concentration": null,
         "minutesPerLearner": 6000,
         "p": 10
        },
        "intervalWidth": 10,
        "minimumContributors": 10,
        "outcomeDiversity": 3,
        "percentageBase": 20,
        "relativeWidth": 0
       },
       "code_version": "0.1.0",
       "folder": "/srv/releases",
       "manifest_sha256": "baa2828d888311f7c18700dc5ec7c602e2eb93b5174c7628cba7325a6b9634b8",
       "period": {
        "end": "2026-11-01",
        "grain": "month",
        "id": "2026-10",
        "start": "2026-10-01"
       },
       "policy_sha256": "7d89d88880326317aa5fa7c7356a23f5d746b265c32a4f86803f4088bfb53bf5",
       "project": "uzbekistan",
       "tables": [
        {
         "definition": "(SHA-256)",
         "dimensions": [
          {
           "levels": 1,
           "name": "region"
          },
          {
           "levels": 1,
           "name": "gender"
          }
         ],
         "figures": "(SHA-256)",
         "id": "test-results",
         "rows": 12
        }
       ],
       "version": 1
      }
     },
     "format": "kohort-ledger/1",
     "previous": "(SHA-256)",
     "sequence": 3
    }"
  `)
  expect(await read('000004.json')).toMatchInlineSnapshot(`
    "{"at":"2026-11-03T00:00:00.000Z","content":{"intended":3,"kind":"published"},"format":"kohort-ledger/1","previous":"(SHA-256)","sequence":4}
    "
  `)
  expect(await read('000005.json')).toMatchInlineSnapshot(`
    "{"at":"2026-11-03T00:00:00.000Z","content":{"kind":"withdrawn","on":"2026-11-03","reason":"A course was counted twice","release":1},"format":"kohort-ledger/1","previous":"(SHA-256)","sequence":5}
    "
  `)
  expect(await readFile(join(path, 'head.json'), 'utf8')).toMatch(
    /^\{"format":"kohort-ledger\/1","sequence":6,"sha256":"[0-9a-f]{64}"\}\n$/,
  )
})
