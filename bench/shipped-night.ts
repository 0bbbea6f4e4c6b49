import { execFileSync } from 'node:child_process'

/**
 * A night as it is shipped, built anew: whoever runs TypeScript as it stands has each function named when it is made,
 * which takes a tenth of a large night. Functions are optimized as late as on the command line.
 */
export async function shippedNight(): Promise<typeof import('../pipeline/night.ts').night> {
  execFileSync('npm', ['run', '-s', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const built = (path: string) => import(new URL(`../dist/pipeline/${path}.js`, import.meta.url).href)
  const { optimizeLater } = await built('optimize-later')
  optimizeLater()
  return (await built('night')).night
}
