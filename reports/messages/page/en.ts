/** Texts of the page of a release. */
export const pageEn = {
  accuracyAudit:
    'Before publication an audit computed what follows from all that is published. Where a figure rests on too few learners, it cannot be computed, nor placed in an interval narrower than {width}.',
  accuracyPercentages: 'Percentages are whole, and shown only where their divisor is at least {base}.',
  accuracyRounded: 'Counts are rounded to multiples of {base}, so sums may differ slightly.',
  accuracyUnrounded: 'Counts are as they were counted, not rounded.',
  accessibilityFiles:
    'The same figures are in files that programs read; all files of the release are listed on this page.',
  accessibilityLanguages:
    'The page is in every language of the release, and works without a network connection.',
  allCodes: 'All',
  allRows: 'All rows are shown: {total}.',
  breakAdmission:
    'The rules for who is counted are not those of {previous}: figures may differ for that reason alone.',
  breakThresholds:
    'The limits of disclosure control are not those of {previous}: more or fewer figures may be withheld for that reason alone.',
  breakRounding: 'Figures of {previous} were rounded otherwise, so no change since then is shown.',
  breakMinutes:
    'Minutes of {previous} were summed up to another limit for each learner, so no change of them is shown.',
  byDimensions: '{measures}. By: {dimensions}. Period: {period}.',
  byNothing: '{measures}. Period: {period}.',
  changeCount: '{change} since {previous} (then {base})',
  changeCountShare: '{change} since {previous} (then {base}; {percent}% of that)',
  changeNone: 'No earlier figure to compare with.',
  changePoints: '{change} percentage points since {previous} (then {base}%)',
  changeStanding: 'No newer figure than that of {previous}.',
  changeUnchanged: 'Unchanged since {previous}.',
  changeWithheld: 'No comparison with {previous}: one of the two figures is withheld.',
  codes:
    '{codes, plural, one {# category} other {# categories}}, {levels, plural, one {# level} other {# levels}} below the total',
  comparedVersion: 'Of {previous} the figures of version {version} are used: a later version was withdrawn.',
  dimension: 'Dimension',
  dimensions: 'Dimensions',
  dqafAccessibility: 'Accessibility',
  dqafAccuracy: 'Accuracy and reliability',
  dqafIntegrity: 'Assurances of integrity',
  dqafPrerequisites: 'Prerequisites of quality',
  dqafServiceability: 'Serviceability',
  dqafSoundness: 'Methodological soundness',
  definitions: 'Definitions of measures',
  download: 'Download these rows (CSV)',
  file: 'File',
  fileArrow: 'The table for {program}',
  fileCsv: 'The table as text (CSV)',
  fileDatabase: 'All tables in one {program} database',
  fileDescription: 'Description for programs and catalogues',
  fileManifest: 'What the release is, with code lists and hashes',
  fileParquet: 'The table as {program}',
  filePage: 'This page, in one language',
  fileSdmx: 'The table as SDMX-CSV',
  fileSums: 'Hashes of all files',
  fileWorkbook: 'All tables in one workbook, in one language',
  files: 'Files of this release',
  filters: 'Filter the table: {title}',
  integrityCode:
    'All figures were made by one program, {program} {version}, by rules that were set beforehand.',
  integrityVersions:
    'What was published stays as it is: a correction appears as a new version, and a release that was withdrawn says so. Of several versions of a period, use the newest that is not withdrawn.',
  keyFigures: 'Key figures',
  keyFiguresAlone: 'Totals of {period}. There is no earlier period to compare them with.',
  keyFiguresCompared: 'Totals of {period}, beside those of {previous}.',
  languages: 'Languages',
  methodology: 'Methodology and quality',
  methodologyIntro:
    'In the order of the Data Quality Assessment Framework (DQAF) of the International Monetary Fund.',
  nextRows: 'Next rows',
  noRows: 'No row matches the filters.',
  noRowsCarried:
    'No row matches among the {carried} that this page has; the table has {total}, and the page cannot search the others.',
  notStated:
    '“Not stated” is a category: the source has no answer for these learners, and they are counted there.',
  onlyFirst: 'The first {rows, number} rows are shown. All rows are in the file {file}.',
  onThisPage: 'On this page',
  pageNavigation: 'Rows of the table: {title}',
  prerequisitesAggregates: 'The release holds aggregates only, and no record of any single learner.',
  prerequisitesPolicy:
    'Learners were told of such statistics in the privacy policy “{title}”, version {version}.',
  previousRows: 'Previous rows',
  reset: 'Show all rows again',
  rowsShown: 'Rows {from} to {to} of {matching} that match; the table has {total}.',
  rowsShownCarried:
    'Rows {from} to {to} of {matching} that match among the {carried} that this page has; the table has {total}.',
  serviceabilityPeriod: 'Length of the period: {grain}. This release covers {period}.',
  serviceabilityTimes: 'Figures are as of {asOf}.',
  grainDay: 'day',
  grainMonth: 'month',
  grainQuarter: 'quarter',
  grainWeek: 'week',
  grainYear: 'year',
  skip: 'Skip to the content',
  sortHint: 'To sort, choose the heading of a column; withheld figures always come last.',
  soundnessCodes: 'Categories are those of the code lists in {file}; measures are defined on this page.',
  soundnessPopulation:
    'The figures are about learners of this school. They do not describe the whole population of a territory.',
  tables: 'Tables',
  tooLong:
    'The table has {total, number} rows, too many for this page. The first {rows, number} are here, in the order of the code lists; all are in the file {file}.',
  verifyCommands: 'In the folder of the release, with the public key of the publisher:',
  verifyKey: 'Get the public key by another way than the release: a key that lies beside it proves nothing.',
  withheldMeans:
    '“Withheld” is not a category: the figure is not shown, to protect learners. The mark does not say whether it is large or small, nor by which rule it is withheld.',
} as const
