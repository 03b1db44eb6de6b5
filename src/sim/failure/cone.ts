/** Cone: of all that happened, what can have led to a broken promise: what its nodes did, and what reached them from others. */
import type { Happening } from '../history.ts'
import type { Violation } from '../outcome.ts'

/** Kinds of message that say nothing new as long as all is well. */
const CHATTER = /^(beacon|have|hello|ask|presence)/

/** Of a run that kept its promises: what happened until everything was mended. */
export function stormOf(happenings: readonly Happening[]): readonly Happening[] {
  const end = happenings.findIndex(({ kind }) => kind === 'world')
  const storm = end === -1 ? happenings : happenings.slice(0, end)
  const sent = new Map(storm.flatMap((one) => (one.kind === 'send' && one.message !== undefined ? [[one.message, one.about ?? '']] : [])))
  const isTold = ({ kind, message = 0, about = '' }: Happening): boolean => {
    if (kind === 'take') return !CHATTER.test(sent.get(message) ?? '')
    return kind === 'send' || kind === 'lose' ? !CHATTER.test(about) : kind !== 'commit'
  }
  return storm.filter(isTold)
}

/** What can have led to `violation`, in its order; messages are left out that were about something else. */
export function coneOf(happenings: readonly Happening[], violation: Violation): readonly Happening[] {
  const sentAt = new Map<number, number>()
  for (const [at, { kind, message }] of happenings.entries()) if (kind === 'send' && message !== undefined) sentAt.set(message, at)
  const horizon = new Map<string, number>()
  const nodes = violation.nodes ?? [...new Set(happenings.map(({ node }) => node))]
  for (const node of nodes) horizon.set(node, happenings.length)
  const wanted = new Set<number>()
  const cone: Happening[] = []
  for (let at = happenings.length - 1; at >= 0; at -= 1) {
    const happening = happenings[at]
    if (happening === undefined) continue
    if (happening.node !== '' && at > (horizon.get(happening.node) ?? -1)) continue
    if (happening.kind === 'take' && happening.message !== undefined && happening.peer !== undefined) {
      const sent = sentAt.get(happening.message) ?? -1
      const about = happenings[sent]?.about ?? ''
      if (!isTelling(about, violation)) continue
      wanted.add(happening.message)
      horizon.set(happening.peer, Math.max(horizon.get(happening.peer) ?? -1, sent))
      cone.push(happening)
    } else if (isKept(happening, wanted, violation)) cone.push(happening)
  }
  return cone.reverse()
}

function isKept({ kind, message, about = '', text }: Happening, wanted: ReadonlySet<number>, violation: Violation): boolean {
  if (kind === 'commit') return false
  if (kind === 'send') return message !== undefined && wanted.has(message)
  if (kind === 'lose') return isTelling(about, violation)
  if (kind === 'claim' || kind === 'ack') return violation.entry === undefined || kind === 'claim' || text === violation.entry
  return true
}

/** Whether a message can have told something of what the violation is about. */
function isTelling(about: string, { author }: Violation): boolean {
  if (CHATTER.test(about)) return false
  return author === undefined || about.includes(author.slice(0, 4))
}
