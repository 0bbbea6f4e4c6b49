/**
 * What a check of a release says to people. Placeholders are plain, `{like this}`; sentences put numbers where no plural
 * is needed. Every other language has the same keys, or nothing compiles.
 */
export const en = {
  markFine: 'Fine',
  markWrong: 'Wrong',
  markOpen: 'Not checked',
  markNote: 'Note',
  title: 'Check of the release {release}',
  titleUnknown: 'Check of a folder that holds no readable release',

  filesSigned: 'Files checked: {files}. All of them are as the publisher wrote them.',
  filesListed:
    'Files checked: {files}. All of them are as the list of checksums says that came with them, SHA256SUMS.',
  fileChanged: 'The file {file} was changed or damaged: it is not the one that was listed.',
  fileMissing: 'The file {file} is missing.',
  fileAdded: 'The file {file} was added: it does not belong to the release.',
  fileForeign: '{file} is a link, a folder or something else that no release holds.',
  fileUnreadable: 'The file {file} cannot be read.',
  folderUnreadable: 'The folder {file} cannot be read.',
  fileDisputed: 'SHA256SUMS and manifest.json do not say the same of the file {file}.',
  filesMore: 'Other files with faults: {count}.',
  listBroken:
    'The list of checksums, SHA256SUMS, is missing or not in its form: no file can be compared with it.',

  signatureFine: 'The signature belongs to the key that you gave ({key}).',
  signatureMissing: 'You gave a key, but {file} is missing: nobody signed.',
  signatureForm: '{file} is not in the form of a signature.',
  signatureOtherKey: '{file} was made with another key than the one that you gave.',
  signatureOtherFile: '{file} does not fit: what it signs was changed afterwards, or is something else.',
  signatureOtherComment: 'The comment in {file} was changed after it was signed.',
  signatureOtherRelease: '{file} was made for another release.',
  signatureBroken: '{file} does not prove that the release is from the owner of the key that you gave.',
  signatureUnchecked:
    'The release is signed, but you gave no key: who made it is not proven. Ask the publisher for the public key, by another way than the release came.',
  unsigned: 'The release is not signed: who made it is not proven.',

  manifestFine: 'The description of the release, manifest.json, is complete and agrees with the files.',
  manifestBroken:
    'The description of the release, manifest.json, is missing or damaged, or says something that it may not say.',
  tablesFine: 'Tables checked: {tables}, rows: {rows}. Each is complete and has the declared columns only.',
  tablesBroken:
    'The table {table} is not in its form: rows, columns or values are missing, added or impossible.',
  formatsFine: 'The same figures stand in all other formats that were read.',
  formatsPdf: 'What the PDF files show, beyond their being unchanged.',
  formatsBroken: 'The file {file} does not say the same as the tables.',

  minimumFine: 'Every figure shown rests on at least {learners} learners, as far as the release can tell.',
  minimumBroken:
    'The table {table} shows figures of fewer than {learners} learners, or what all of a group share.',
  minimumLow: 'The release promises too little. Learners behind each figure, at least: {learners}.',
  sumsFine:
    'Totals agree with their parts, and percentages with their counts, wherever all of them are shown.',
  sumsRounded: 'Figures are rounded one by one, so that totals need not agree with their parts.',
  sumsBroken:
    'In the table {table} figures contradict each other: totals and parts, or percentages and counts.',
  hiddenFine:
    'Whatever is computed from the figures shown, no hidden one turns out to be of fewer than {learners} learners.',
  hiddenFineAlone:
    'No total and its parts, taken by themselves, show that a hidden figure is of fewer than {learners} learners.',
  hiddenComputable:
    'Hidden figures that follow from one total and its parts, none of them shown to be of fewer than {learners} learners: {count}. They are hidden with their rows.',
  hiddenBroken:
    'In the table {table} hidden figures that rest on too few learners can be computed from the others, or nearly.',
  hiddenRounded: 'Figures are rounded: what they tell of hidden ones was not checked.',
  hiddenUnproven: 'Whether hidden figures can be computed could not be found out in the time given.',
  figuresOpen: 'The figures of at least one table, since its files or its description are wrong.',

  previousFine: 'It follows the release {release} that you gave.',
  previousFirst: 'It says that it is the first release of its publisher.',
  previousFirstOdd: 'It says that it is the first release of its publisher, but you gave earlier ones.',
  previousOther: 'The release before, which this one names, is not among those that you gave.',
  previousOpen: 'Whether it follows the release before: you gave none.',
  previousUnreadable: 'The earlier release {folder} that you gave cannot be read.',
  comparedFine: 'Changes on its page are against the release {release}, which you gave.',
  comparedAbsent:
    'The release {release}, which changes on its page are against, is not among those that you gave.',
  comparedBroken:
    'Changes on its page are not against the release {release} that you gave, but another one of that name.',
  previousBroken: 'Figures of the table {table} are not those that an earlier release showed which you gave.',

  withdrawn: 'The publisher withdrew this release on {day}. Reason: {reason}',
  withdrawnBroken: 'The notice of withdrawal in the folder is damaged or belongs to another release.',

  otherFault: 'Something else is wrong: {rule}.',
  limits: 'Whether the learners were counted rightly: only who has the source data can tell.',
  limitsAlone:
    'What several sums together, other releases or other knowledge may tell of hidden figures; what the other formats ({formats}) say, beyond their being unchanged; whether the learners were counted rightly.',
  details: 'For engineers:',

  verdictProven: 'RESULT: nothing is wrong, and the release is from the owner of the key that you gave.',
  verdictFine: 'RESULT: nothing wrong was found, but it is not proven who made the release.',
  verdictWithdrawn: 'RESULT: the release was withdrawn. Do not use its figures.',
  verdictWrong: 'RESULT: something is wrong with this release. Do not use it; ask the publisher.',
} as const

export type CheckKey = keyof typeof en
export type CheckCatalogue = Readonly<Record<CheckKey, string>>
