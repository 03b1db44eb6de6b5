/** Joining: a node of a realm by an address and an id alone, and whom it does not believe. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRandom } from '../../src/base/random.ts'
import { foundOpen, foundingText, realmOf, type Founding } from '../../src/frames/founding.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import { waitingClock } from '../../src/node/clock.ts'
import { decodeHello, encodeHello } from '../../src/node/core/wire.ts'
import { createNode } from '../../src/node/create.ts'
import { askFounding } from '../../src/node/joining.ts'
import type { WireSource } from '../../src/ports/wire.ts'
import { serve } from '../../src/server/index.ts'

const parts = { clock: waitingClock, random: createRandom('joining') }

function opened(name: string): Founding {
  const founding = foundOpen(name, {})
  if (!founding.ok) throw new Error(founding.error.why)
  return founding.value
}

/** A way to somebody who answers a hello with these bytes, or closes when there are none. */
function answering(bytesFor: (hello: Uint8Array) => readonly Uint8Array[] | null): WireSource & { stopped: boolean } {
  return {
    stopped: false,
    start(accept) {
      const wire = { label: 'test', buffered: () => 0, close() {} }
      const handlers = accept({
        ...wire,
        send(bytes) {
          const answers = bytesFor(bytes)
          queueMicrotask(() => {
            if (answers === null) return handlers.onClose()
            for (const answer of answers) handlers.onMessage(answer)
          })
        },
      })
    },
    async stop() {
      this.stopped = true
    },
  }
}

test('[NOD380] a node joins by an address and an id, is invited by its key, and starts again where nobody answers', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tracord-joining-'))
  const root = await createNode({ closed: true, realm: 'plant', slots: { state: { atMost: 1 } } })
  const server = await serve({ port: 0 })
  const { id: realm } = root.realm
  await root.close()
  const founder = await createNode({ closed: true, realm: 'plant', connect: [server.url], beaconMs: 50 })
  const joining = { url: server.url, realm: founder.realm.id }
  const ann = await createNode({ dir, join: joining, beaconMs: 50 })
  expect(ann.realm).toMatchObject({ id: founder.realm.id, name: 'plant', isOpen: false })
  await founder.realm.invite(ann.id, { name: 'ann' })
  while (!ann.realm.members().some(({ key }) => key === ann.id)) await new Promise((resolve) => setTimeout(resolve, 5))
  await ann.claim('d1', { state: 'open' })
  await Promise.all([ann.close(), founder.close()])
  await server.close()
  const again = await createNode({ dir, join: joining })
  expect([again.id, again.status().claims]).toEqual([ann.id, 1])
  await again.close()
  await expect(createNode({ dir, join: { url: joining.url, realm } })).rejects.toMatchObject({ code: 'REFUSED' })
  await rm(dir, { recursive: true })
}, 30_000)

test('[NOD381] believes nothing but the hash: another record, silence and a closed door are refused, each with its code', async () => {
  const [wanted, other] = [opened('doors'), opened('windows')]
  const join = { url: 'ws://127.0.0.1:1', realm: realmOf(wanted), timeoutMs: 50 }
  const helloWith = (founding: string) => (bytes: Uint8Array) => {
    const hello = decodeHello(bytes)
    if (!hello.ok) throw new Error(hello.error)
    const { author } = nodeSignatures.keyPairFromSeed(new Uint8Array(32))
    return [new Uint8Array([1, 2, 3]), encodeHello({ ...hello.value, author, founding })]
  }
  const asked = async (source: WireSource & { stopped: boolean }): Promise<unknown> => {
    const answer = await askFounding(source, join, parts).catch((error: { code: string }) => error.code)
    expect(source.stopped).toBe(true)
    return answer
  }
  expect(await asked(answering(helloWith(foundingText(wanted))))).toEqual(wanted)
  expect(await asked(answering(helloWith(foundingText(other))))).toBe('REFUSED')
  expect(await asked(answering(helloWith('{}')))).toBe('REFUSED')
  expect(await asked(answering(() => null))).toBe('REFUSED')
  expect(await asked(answering(() => []))).toBe('TIMED_OUT')
  const stop = new AbortController()
  const asking = askFounding(answering(() => []), { ...join, timeoutMs: 60_000, signal: stop.signal }, parts)
  stop.abort()
  await expect(asking).rejects.toMatchObject({ code: 'ABORTED' })
})

test('[NOD382] what is wrong with the wish to join is refused before anybody is asked', async () => {
  const good = { url: 'ws://127.0.0.1:1', realm: realmOf(opened('doors')) }
  for (const wrong of [
    { join: { ...good, url: 'http://127.0.0.1' } },
    { join: { ...good, realm: 'doors' } },
    { join: { ...good, timeoutMs: 0 } },
    { join: good, realm: 'doors' },
    { join: good, rules: [] },
    { join: good, closed: true },
  ])
    await expect(createNode(wrong as object)).rejects.toMatchObject({ code: 'BAD_INPUT' })
})
