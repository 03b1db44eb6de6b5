/** Module hooks: tests that import vitest or fast-check get the stand-ins beside this file. */

const stand = (name: string): string => new URL(`./${name}.js`, import.meta.url).href
const STAND_INS: ReadonlyMap<string, string> = new Map([
  ['vitest', stand('vitest')],
  ['fast-check', stand('fast-check')],
])

interface Resolved {
  readonly url: string
  readonly shortCircuit?: boolean
}

type Next = (specifier: string, context: object) => Promise<Resolved>

/** Node's hook: where an import leads to. The stand-in itself gets the real package. */
export function resolve(specifier: string, context: { readonly parentURL?: string }, next: Next): Resolved | Promise<Resolved> {
  const url = STAND_INS.get(specifier)
  return url === undefined || context.parentURL === url ? next(specifier, context) : { url, shortCircuit: true }
}
