/** Places: nothing in the project names the machine it was written on, and no folder is a drawer. */
import { foldersOf, type Complaint } from './source.ts'

const MACHINE_PATH = /(?:^|[\s'"`(=])(?:file:\/\/)?\/(?:home|root|work|Users)\/[\w.-]+|[A-Z]:\\\\?Users\\/
const DRAWERS = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'types', 'shared', 'managers', 'misc'])

/** Any text file, code or not. */
export interface Text {
  readonly path: string
  readonly text: string
}

/** Complaints about absolute paths of a machine and about folders without a name of their own. */
export function judgePlaces(texts: readonly Text[]): readonly Complaint[] {
  return texts.flatMap(({ path, text }) => {
    const drawer = foldersOf(path).find((folder) => DRAWERS.has(folder))
    const complaints = drawer === undefined ? [] : [`${path}: the folder ${drawer} says nothing about what is in it`]
    text.split('\n').forEach((line, index) => {
      if (MACHINE_PATH.test(line)) complaints.push(`${path}:${index + 1}: names a path of one machine`)
    })
    return complaints
  })
}
