/** Profile: what a node tells the others of its reasoning: its modules, and what it is near to. */
import type { Embedder } from '../../routing/embedder.ts'
import type { OwnProfile } from './mesh.ts'

/** The built-in modules, as they are told. */
export const BUILT_IN: readonly string[] = ['recall@1', 'rules@1']

/** Tells what `modules` are; the same object until they change, since it is asked for at each beat. */
export function profiler(
  name: string,
  domains: readonly string[] | null,
  modulesNow: () => readonly string[],
  embedder: Embedder,
): () => OwnProfile {
  let held: OwnProfile | undefined
  return () => {
    const modules = modulesNow()
    if (held?.modules.join() === modules.join()) return held
    held = { name, domains, modules, meaning: embedder.embed([name, ...(domains ?? []), ...modules].join(' ')) }
    return held
  }
}
