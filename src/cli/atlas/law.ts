/** The atlas's law: what a country may have only once, and how its codes are spelt. All seven sources are judged by it. */
import { DEFAULT_POLICY, type Facet } from '../../frames/facet.ts'
import type { Founding } from '../../frames/founding.ts'

const once: Facet = { k: 'atMost', n: 1 }
const spelt = (re: string): Facet => ({ k: 'pattern', re })
const text: Facet = { k: 'type', oneOf: ['str'] }

/** The type of every frame of the atlas. */
export const COUNTRY = 'Country'

/** The slots of which a country has at most one value, in the order they are shown. */
export const SINGLE_SLOTS = ['name', 'capital', 'currency', 'callingCode', 'continent', 'alpha3', 'numeric'] as const

/** The realm all processes of the atlas belong to. */
export const ATLAS: Founding = {
  v: 1,
  name: 'atlas',
  founder: 'open',
  types: [
    {
      id: COUNTRY,
      slots: {
        name: [once, text],
        capital: [once, text],
        currency: [once, spelt('^[A-Z]{3}$')],
        callingCode: [once, spelt('^[1-9][0-9]{0,6}$')],
        continent: [once, { k: 'enum', values: ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA'] }],
        alpha3: [once, spelt('^[A-Z]{3}$')],
        numeric: [once, spelt('^[0-9]{3}$')],
        currencies: [spelt('^[A-Z]{3}$')],
        languages: [spelt('^[a-z]{2,3}$')],
        timezones: [text],
      },
    },
  ],
  slots: {},
  rules: [],
  policy: DEFAULT_POLICY,
}
