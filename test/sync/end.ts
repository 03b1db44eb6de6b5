/** End: the other end of a connection, played by hand: it says hello as a node does, or as one that lies. */
import { createRandom } from '../../src/base/random.ts'
import { contribute, signHello, SYNC_VERSIONS, type Means, type Own, type Self } from '../../src/sync/handshake.ts'
import type { Hello, Message } from '../../src/sync/message.ts'
import type { Sync } from '../../src/sync/sync.ts'
import { authorOf, meansOf, REALM } from './toy.ts'

/** One end of one connection. */
export interface End {
  readonly own: Own
  readonly greeting: Hello
  /** The hello that proves this end to the one who said `to`. */
  answer(to: Hello, changed?: Partial<Hello>): Hello
  /** As `answer`, with more in it when it is signed. */
  sign(more: Partial<Hello>, to: Hello): Hello
}

let ends = 0

/** An end of `name`; each has a nonce and a share of its own. */
export function createEnd(name: string, more: Partial<Self> = {}): End {
  ends += 1
  const means: Means = meansOf(name)
  const self: Self = { realm: REALM, author: authorOf(name), name, role: 'member', ...more }
  const own = contribute(means, createRandom(`end ${ends}`))
  const { realm, author, role } = self
  const greeting: Hello = {
    ...{ t: 'hello', versions: SYNC_VERSIONS, realm, author, name: self.name, role, nonce: own.nonce, share: own.ephemeral.share },
    ...{ heard: null, met: false },
  }
  const sign = (more: Partial<Hello>, to: Hello): Hello => {
    const answers = to.challenge === undefined ? {} : { answers: to.challenge }
    return signHello(means, { ...greeting, heard: to.nonce, ...answers, ...more }, to)
  }
  return {
    own,
    greeting,
    sign,
    answer: (to, changed = {}) => ({ ...sign({}, to), ...changed }),
  }
}

/** The hello in what a machine says when `peer`'s connection opens. */
export function openTo(sync: Sync, peer: string, now = 0): Hello {
  const [first] = sync.step({ type: 'up', peer }, now)
  if (first?.type !== 'send' || first.message.t !== 'hello') throw new Error('no hello at the beginning')
  return first.message
}

/** Brings a machine and an end of `name` together; the connection bears the same name. */
export function introduce(sync: Sync, name: string, more: Partial<Self> = {}): End {
  const end = createEnd(name, more)
  const message: Message = end.answer(openTo(sync, name))
  sync.step({ type: 'message', peer: name, message }, 0)
  return end
}
