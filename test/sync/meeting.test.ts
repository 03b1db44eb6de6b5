/** Meeting: how few messages it takes two nodes to know each other and all that they hold, and what the first of them are worth. */
import { expect, test } from 'vitest'
import { createRandom } from '../../src/base/random.ts'
import { contribute, proveHello, SYNC_VERSIONS } from '../../src/sync/handshake.ts'
import type { SyncLimits } from '../../src/sync/limits.ts'
import type { Effect } from '../../src/sync/machine.ts'
import type { Hello, Message } from '../../src/sync/message.ts'
import { signPresence, writeProfile, type WrittenProfile } from '../../src/sync/presence.ts'
import { createSync, type Sync } from '../../src/sync/sync.ts'
import { createEnd, openTo } from './end.ts'
import { authorOf, logOf, meansOf, REALM } from './toy.ts'

function profileOf(name: string): WrittenProfile {
  const profile = writeProfile({ name, domains: null, modules: [], meaning: [] })
  if (!profile.ok) throw new Error(profile.error.why)
  return profile.value
}

/** A node that told of itself. */
function nodeOf(name: string, role: 'member' | 'leaf', limits: Partial<SyncLimits> = {}): Sync {
  const self = { realm: REALM, author: authorOf(name), name, role }
  const sync = createSync({ self, means: meansOf(name), random: createRandom(name), limits })
  sync.step({ type: 'self', start: 1, load: 0, profile: profileOf(name) }, 0)
  return sync
}

const sentIn = (effects: readonly Effect[]): Message[] =>
  effects.flatMap((effect) => (effect.type === 'send' ? [effect.message] : []))

/** Lets `client` open and `server` accept, and carries what they say in turn; who said what. */
function introducing(client: Sync, server: Sync): readonly string[] {
  const ends = { client, server }
  const said: string[] = []
  let now = 1
  const way: { readonly by: 'client' | 'server'; readonly message: Message }[] = []
  for (const message of sentIn(client.step({ type: 'up', peer: 'peer' }, now))) way.push({ by: 'client', message })
  expect(server.step({ type: 'up', peer: 'peer', awaits: true }, now)).toEqual([])
  for (let next = way.shift(); next !== undefined; next = way.shift()) {
    said.push(`${next.by} ${next.message.t}`)
    const by = next.by === 'client' ? 'server' : 'client'
    now += 1
    const answers = sentIn(ends[by].step({ type: 'message', peer: 'peer', message: next.message }, now))
    for (const message of answers) way.push({ by, message })
  }
  return said
}

test.each(['member', 'leaf'] as const)('[SYN83] two that hold the same meet in four messages, where a %s opens', (role) => {
  const [client, server] = [nodeOf('client', role), nodeOf('server', 'member')]
  for (const sync of [client, server]) {
    const held = { count: 3, head: authorOf('any') as never }
    sync.step({ type: 'grown', log: logOf('any'), held, from: null, range: null }, 0)
  }
  expect(introducing(client, server)).toEqual(['client hello', 'server hello', 'client hello', 'server opening'])
  // They know who the other is, how far away, and that it holds the same.
  for (const [sync, name] of [[client, 'server'], [server, 'client']] as const) {
    expect(sync.members()).toMatchObject([{ presence: { author: authorOf(name) }, profile: { name } }])
  }
  expect(client.members()[0]?.latencyMs).toBe(2)
  for (const sync of [client, server]) {
    const kinds = sentIn(sync.step({ type: 'tick' }, 2_000)).map(({ t }) => t)
    expect(kinds.filter((kind) => kind !== 'beacon' && kind !== 'presence')).toEqual([])
  }
})

test('[SYN84] whoever waits for the other to speak first does not for longer than a beat', () => {
  const [one, other] = [nodeOf('one', 'member'), nodeOf('other', 'member')]
  for (const sync of [one, other]) expect(sync.step({ type: 'up', peer: 'peer', awaits: true }, 0)).toEqual([])
  const [hello] = sentIn(one.step({ type: 'tick' }, 1_300))
  expect(hello).toMatchObject({ t: 'hello', heard: null })
  expect(sentIn(other.step({ type: 'message', peer: 'peer', message: hello! }, 1_301))).toMatchObject([{ t: 'hello', met: false }])
})

test('[SYN85] an opening is said to one who is believed, and heard from one', () => {
  const sync = nodeOf('me', 'member')
  const greeting = openTo(sync, 'p')
  const end = createEnd('p')
  const presence: Message = { t: 'presence', list: [signPresence(presenceOf('p'), REALM, meansOf('p').keyPair)] }
  const unproved: Hello = { ...end.greeting, opening: [presence] }
  const [answer] = sentIn(sync.step({ type: 'message', peer: 'p', message: unproved }, 1))
  expect(answer).toMatchObject({ t: 'hello', met: false })
  expect(answer).not.toHaveProperty('opening')
  sync.step({ type: 'message', peer: 'p', message: { ...end.answer(greeting), opening: [presence] } }, 2)
  expect(sync.members()).toEqual([])
  const believed = end.sign({ opening: [presence], met: true }, greeting)
  const effects = sync.step({ type: 'message', peer: 'p', message: believed }, 3)
  expect(sync.members()).toMatchObject([{ presence: { author: authorOf('p') } }])
  // It knows us, so it is told at once what is held here, without another hello.
  expect(sentIn(effects).map(({ t }) => t)).toEqual(['about', 'opening'])
})
const presenceOf = (name: string) => ({ author: authorOf(name), start: 1, count: 1, load: 0, about: profileOf(name).about, leaf: false })

test('[SYN83] a hello that was lost brings the opening along when it is said again', () => {
  const [client, server] = [nodeOf('client', 'leaf'), nodeOf('server', 'member')]
  const [greeting] = sentIn(client.step({ type: 'up', peer: 'peer' }, 1))
  server.step({ type: 'up', peer: 'peer', awaits: true }, 1)
  const [answer] = sentIn(server.step({ type: 'message', peer: 'peer', message: greeting! }, 2))
  const [lost] = sentIn(client.step({ type: 'message', peer: 'peer', message: answer! }, 3))
  const [again] = sentIn(client.step({ type: 'tick' }, 1_400))
  expect(again).toEqual(lost)
  const reply = sentIn(server.step({ type: 'message', peer: 'peer', message: again! }, 1_401))
  expect(reply.map(({ t }) => t)).toEqual(['opening'])
  expect(server.members()).toHaveLength(1)
})

test('[SYN100] who says that it lacks the founding record is answered with it, and nobody else is', () => {
  const self = { realm: REALM, author: authorOf('server'), name: 'server', role: 'member', founding: 'the record' } as const
  const joining = { realm: REALM, author: authorOf('joining'), name: 'joining', role: 'leaf' } as const
  for (const lacks of [true, false]) {
    const server = createSync({ self, means: meansOf('server'), random: createRandom('server') })
    server.step({ type: 'up', peer: 'peer', awaits: true }, 0)
    const own = contribute(meansOf('joining'), createRandom('joining'))
    const hello: Hello = {
      ...{ t: 'hello', versions: SYNC_VERSIONS, ...joining, nonce: own.nonce, share: own.ephemeral.share },
      ...{ heard: null, met: false, lacks },
    }
    const answers = sentIn(server.step({ type: 'message', peer: 'peer', message: hello }, 1))
    expect(answers).toMatchObject([{ t: 'hello', heard: own.nonce }])
    expect(answers.map((answer) => (answer as Hello).founding)).toEqual([lacks ? 'the record' : undefined])
    expect(proveHello(meansOf('joining'), joining, own, answers[0] as Hello)).not.toBeNull()
  }
})

test('[SYN101] who keeps the same is level, until one of the two has more', () => {
  const [client, server] = [nodeOf('client', 'member'), nodeOf('server', 'member')]
  const held = (count: number): Parameters<Sync['step']>[0] => {
    return { type: 'grown', log: logOf('any'), held: { count, head: authorOf(`head ${count}`) as never }, from: null, range: null }
  }
  for (const sync of [client, server]) sync.step(held(3), 0)
  expect(client.isLevel('peer')).toBe(false)
  introducing(client, server)
  expect([client.isLevel('peer'), server.isLevel('peer')]).toEqual([true, true])
  client.step(held(4), 10)
  expect([client.isLevel('peer'), client.isLevel('nobody')]).toEqual([false, false])
  server.step(held(4), 11)
  const beacon: Message = { t: 'beacon', root: server.root(), entries: server.entries(), durable: false }
  expect(client.step({ type: 'message', peer: 'peer', message: beacon }, 12)).toEqual([])
  const kept = client.step({ type: 'message', peer: 'peer', message: { ...beacon, durable: true } }, 13)
  expect(kept.filter(({ type }) => type === 'level')).toEqual([{ type: 'level', peer: 'peer' }])
  expect(client.isLevel('peer')).toBe(true)
  expect(client.step({ type: 'message', peer: 'peer', message: { ...beacon, durable: true } }, 14)).toEqual([])
})
