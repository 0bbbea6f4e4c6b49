/**
 * Columns that every SDMX-CSV file of a release may have besides those of its dimensions, in capitals (sdmx-twg, SDMX-CSV field guide,
 * https://github.com/sdmx-twg/sdmx-csv, and the concepts of Kohort's structures).
 */
export const sdmxColumns = [
  ...['STRUCTURE', 'STRUCTURE_ID', 'STRUCTURE_NAME', 'ACTION', 'SERIES_KEY', 'OBS_KEY'],
  ...['FREQ', 'INDICATOR', 'TIME_PERIOD', 'OBS_VALUE', 'OBS_STATUS', 'UNIT_MEASURE', 'AS_OF'],
] as const
