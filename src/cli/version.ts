/** Version: the package's own, read from the package.json that ships beside the built code. */
import { readFileSync } from 'node:fs'

/** The version in package.json, three folders above this file once it is built (dist/src/cli). */
export function version(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
