/** A server whose realms are configured: each node asks, holds and beats as its entry says, and a call may still choose for itself. */
import { afterEach, expect, test } from 'vitest'
import { foundOpen, realmOf, type Founding } from '../../src/frames/founding.ts'
import type { TracordNode } from '../../src/node/node.ts'
import { serve, type ServeOptions, type TracordServer } from '../../src/server/index.ts'

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

function founded(name: string): Founding {
  const founding = foundOpen(name, {})
  if (!founding.ok) throw new Error(founding.error.why)
  return founding.value
}

async function running(options: ServeOptions): Promise<TracordServer> {
  const server = await serve({ port: 0, ...options })
  endings.push(() => server.close())
  return server
}

/** The steps that a run was allowed, for each goal that is asked. */
function allowances(node: TracordNode): number[] {
  const allowed: number[] = []
  node.use({
    ...{ name: 'counter', version: '1', accepts: () => 1_000 },
    async *run({ budget }) {
      allowed.push(budget.steps)
      yield { text: 'it is so', concludes: { frame: 'it', slot: 'is', value: 'so' } }
    },
  })
  return allowed
}

test('[SRV20] the node of a realm works as is configured for its name or, before that, its id; a call may choose otherwise', async () => {
  const founding = founded('doors')
  const config = { doors: { manner: { steps: 7, hedgeMs: 9 } } }
  const named = (await running({ founding, config })).node(realmOf(founding))
  if (named === undefined) throw new Error('the realm is not open')
  const allowed = allowances(named)
  await named.ask('first')
  await named.ask('second', { steps: 9 })
  expect(allowed).toEqual([7, 9])
  const both = await running({ founding, config: { ...config, [realmOf(founding)]: { domains: ['yard'] } } })
  expect(both.node(realmOf(founding))?.domains()).toEqual(['yard'])
  const other = await running({ founding, config: { windows: { domains: ['yard'] } } })
  expect(other.node(realmOf(founding))?.domains()).toBeNull()
})

test('[SRV47] the nodes of all realms hold the domains given, but where the configuration says otherwise', async () => {
  const founding = founded('doors')
  const server = await running({ founding, domains: ['yard', 'plant'] })
  expect(server.node(realmOf(founding))?.domains()).toEqual(['plant', 'yard'])
  const otherwise = await running({ founding, domains: ['yard'], config: { doors: { domains: ['plant'] } } })
  expect(otherwise.node(realmOf(founding))?.domains()).toEqual(['plant'])
  for (const domains of [['a/b'], 'yard', [7]])
    await expect(serve({ port: 0, domains: domains as string[] })).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test.for([
  [[], 'config is an object'],
  [{ doors: 3 }, 'config: doors: must be an object'],
  [{ doors: { dir: '.' } }, 'config: doors: dir: nothing that can be configured'],
  [{ doors: { manner: { model: 'queue' } } }, 'config: doors: manner: model is one of'],
  [{ doors: { manner: { anew: true } } }, 'config: doors: manner: anew is said in a call'],
  [{ doors: { domains: 'plant' } }, 'config: doors: domains'],
  [{ doors: { beaconMs: 1 } }, 'config: doors: beaconMs is an integer'],
] as const)('[SRV21] a wrong configuration is refused before anything is touched, with its place: %j', async ([config, why]) => {
  await expect(serve({ port: 0, config: config as never })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining(why) as string,
  })
})
