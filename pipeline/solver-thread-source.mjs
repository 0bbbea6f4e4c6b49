// In the repository a thread, too, must first learn to read TypeScript; what is installed is compiled.
import { register } from 'tsx/esm/api'

register()
await import('./solver-thread.ts')
