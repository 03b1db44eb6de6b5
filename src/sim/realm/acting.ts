/** Acting: has the nodes of a closed realm invite, remove and succeed as the workload tells them to, by the real verbs. */
import type { AuthorKey } from '../../identity/signature.ts'
import type { Core } from '../../node/core/core.ts'
import { createRealm } from '../../node/realm/acts.ts'
import type { RealmAct } from '../scenario.ts'
import type { World } from '../world.ts'

/** Plans all that is done about who belongs. */
export function planRealm(world: World): void {
  for (const act of world.scenario.workload.realm?.acts ?? []) world.time.after(act.atMs, () => perform(world, act))
}

/** Nothing happens while the node is down, or where its rights do not allow it. */
function perform(world: World, act: RealmAct): void {
  const { places, history } = world
  const [actor, whom] = [places.get(act.node)?.actor, places.get(act.whom)?.actor]
  if (actor === undefined || whom === undefined) return
  actor.within((core) => {
    history.note({ kind: 'act', node: act.node, text: wordsOf(act) })
    const realm = createRealm(noting(world, act.node, core))
    const key = whom.keyPair.author
    if (act.act === 'invite') refused(realm.invite(key, { name: act.whom, roles: act.roles }))
    else if (act.act === 'remove') remove(world, act, core, key)
    else if (core.membership()?.founder === core.author) succeed(world, act, core.signSuccessor(key))
  })
}

function wordsOf(act: RealmAct): string {
  if (act.act === 'invite') return `invites ${act.whom}: ${act.roles.join(' ')}`
  if (act.act === 'succeed') return `has ${act.whom} succeed it`
  return `removes ${act.whom}, ${act.keep ? 'keeping what it said' : 'and all that it said'}`
}

/** What is cut is noted, so that it is known what may count of the removed whatever it says later. */
function remove(world: World, { node, keep }: Extract<RealmAct, { act: 'remove' }>, core: Core, key: AuthorKey): void {
  const cuts = keep ? core.cutsOf(key) : []
  const kept = noting(world, node, core, () => {
    world.sometimes.reach('member removed')
    world.notes.removals.push({ atMs: world.time.now(), key, by: core.author, cuts })
  })
  refused(createRealm(kept).remove(key, { keep }))
}

/** The word goes from hand to hand, not over the network: whoever gets it takes the place at once, if it is up. */
function succeed(world: World, { whom }: RealmAct, sig: string): void {
  world.places.get(whom)?.actor.within((core) => {
    const heir = noting(world, whom, core, () => world.sometimes.reach('founder succeeded'))
    refused(createRealm(heir).succeed({ realm: core.realm, key: core.author, sig }))
  })
}

/** What the node acknowledges of it is noted like any write. */
function noting({ notes, history }: World, node: string, core: Core, onKept: () => void = () => undefined): Core {
  return {
    ...core,
    legislate(items, done) {
      core.legislate(items, (result) => {
        history.note({ kind: result.ok ? 'ack' : 'refuse', node, text: result.ok ? result.value.entry : result.error.code })
        if (result.ok) {
          notes.acknowledged.push({ node, entry: result.value.entry })
          onKept()
        }
        done(result)
      })
    },
  }
}

/** What rights do not allow, or a disk refuses, is no concern of the run. */
function refused(work: Promise<unknown>): void {
  work.then(undefined, () => undefined)
}
