/** Realm: who founds the realm of a drawn scenario if it is closed, and who is invited, removed and made successor when. */
import type { Random } from '../../base/random.ts'
import type { Role } from '../../frames/realm-item.ts'
import type { ClosedRealm, RealmAct, Topology } from '../scenario.ts'

/** Everybody is invited within so many ms, so that most of what is said counts. */
const INVITED_MS = 2_000
/** An invitation that was not heard is said again. */
const AGAIN = 3
const ALL: readonly Role[] = ['admin', 'schema', 'write']

/** The first node founds; the second may invite as well; one or two are removed, and the founder may be succeeded. */
export function drawRealm(random: Random, { nodes }: Topology, hostile: readonly string[], stormMs: number): ClosedRealm {
  const [founder = '', deputy = '', ...others] = nodes
  const acts: RealmAct[] = []
  const invite = (node: string, whom: string, roles: readonly Role[]): void => {
    const first = random.below(INVITED_MS)
    const every = Math.floor(stormMs / AGAIN)
    for (let at = 0; at < AGAIN; at += 1) acts.push({ act: 'invite', atMs: first + at * every, node, whom, roles })
  }
  const soon = (): number => Math.floor(stormMs / 4) + random.below(Math.max(1, Math.floor(stormMs / 2)))
  invite(founder, deputy, ALL)
  for (const whom of [...others, ...hostile]) invite(random.below(3) === 0 ? deputy : founder, whom, ['write'])
  const removed = [...others, ...hostile][random.below(others.length + hostile.length)]
  if (removed !== undefined) acts.push({ act: 'remove', atMs: soon(), node: founder, whom: removed, keep: random.below(3) > 0 })
  if (random.below(3) === 0) acts.push({ act: 'succeed', atMs: soon(), node: founder, whom: deputy })
  return { founder, acts }
}
