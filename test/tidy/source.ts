/** Sources: every text of the project, read once, with its syntax tree where it is TypeScript. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript-api'

/** One file; `path` is relative to the project's folder, with forward slashes. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
}

/** Something to mend, as one line: file, line and reason. */
export type Complaint = string

/** A source made of text: what the seeded violations are written with. */
export function sourceOf(path: string, text: string): Source {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) }
}

/** The paths of all files below `folder` that end in one of `endings`, sorted; an absent folder has none. */
export function pathsBelow(root: string, folder: string, endings: readonly string[]): readonly string[] {
  let names: readonly string[]
  try {
    names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
  return names
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort()
}

/** Reads every TypeScript file below the given folders. */
export function readSources(root: string, folders: readonly string[]): readonly Source[] {
  return folders
    .flatMap((folder) => pathsBelow(root, folder, ['.ts']))
    .map((path) => sourceOf(path, readFileSync(join(root, path), 'utf8')))
}

/** `path:line: reason`, the line being that of `position`. */
export function complaintAt(source: Source, position: number, reason: string): Complaint {
  const line = source.tree.getLineAndCharacterOfPosition(position).line + 1
  return `${source.path}:${line}: ${reason}`
}

/** Calls `visit` on every node of the tree, parents first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}

/** The first folders of a path: `['src', 'node']` of `src/node/create.ts`. */
export function foldersOf(path: string): readonly string[] {
  return path.split('/').slice(0, -1)
}
