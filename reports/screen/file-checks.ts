import { pass, type ScreenCheck, unlessAny } from './screen-check.ts'

/** The files as they arrived. */
export const fileChecks: readonly ScreenCheck[] = [
  {
    id: 'files/whole',
    what: 'every file is there, is what its checksum says, and has the form that the manifest declares',
    run: ({ findings }) =>
      unlessAny(
        findings.map(({ rule, file, clause }) => `${file}: ${rule} (${clause})`),
        'fail',
        {
          passed: 'all files are whole and well formed',
          guidance: 'Ask the publisher for the release again; do not repair it.',
        },
      ),
  },
  {
    id: 'files/signed',
    what: 'the release bears a signature',
    run: ({ isSigned }) =>
      isSigned
        ? pass('there is a signature; verify --public-key checks it')
        : {
            result: 'warn',
            message: 'there is no signature: the origin of the files is not proven',
            guidance: 'Ask the publisher for signed releases and for the public key.',
          },
  },
  {
    id: 'files/not-withdrawn',
    what: 'the publisher has not taken the release back',
    run: ({ isWithdrawn }) =>
      isWithdrawn
        ? {
            result: 'fail',
            message: 'a notice of withdrawal lies in the folder',
            guidance: 'Do not use these figures; WITHDRAWN.md gives the reason.',
          }
        : pass('there is no notice of withdrawal'),
  },
]
