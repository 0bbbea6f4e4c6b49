import { findBrowser } from '../reports/pdf/find-browser.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import type { Project } from './load-project.ts'

/**
 * Says before anything is read that PDFs could not be printed.
 *
 * @throws {ConfigurationError} if the project's releases hold PDFs and there is no browser
 */
export function refuseWithoutBrowser({ definition }: Pick<Project, 'definition'>): void {
  if (definition.releases.formats.includes('pdf') && findBrowser() === null)
    throw new ConfigurationError(
      'PDFs are printed by Chromium: install it, name it in KOHORT_CHROMIUM, or leave pdf out of releases.formats',
      process.env['KOHORT_CHROMIUM'] ?? 'no Chromium',
    )
}
