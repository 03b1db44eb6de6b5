/** Core mesh: the way to the other members through a node's own core. */
import type { Core } from '../core/core.ts'
import type { MemberSeen, Mesh } from './mesh.ts'

/** The members that `core` knows, and questions by way of it. */
export function coreMesh(core: Pick<Core, 'members' | 'ask'>): Mesh {
  return {
    members: () =>
      core.members().map(({ presence, profile, live, latencyMs }): MemberSeen => {
        const { author, load } = presence
        const { name = null, domains = null, modules = null, meaning = [] } = profile ?? {}
        return { id: author, name, isLive: live, load, latencyMs, domains, modules, meaning }
      }),
    ask: (to, question, deadlineMs, done) => core.ask(to, question, deadlineMs, done),
  }
}
