/** Sources: the seven packages the atlas is made of, and which side of the cut each one stands on. */
import type { Side } from '../stage/network.ts'
import { TracordError } from '../../base/error.ts'
import type { Country } from './codes.ts'
import { readCountriesAndTimezones } from './sources/countries-and-timezones.ts'
import { readCountriesList } from './sources/countries-list.ts'
import { readCountryCodesList } from './sources/country-codes-list.ts'
import { readCountryDataList } from './sources/country-data-list.ts'
import { readCountryLocaleMap } from './sources/country-locale-map.ts'
import { readCountryToCurrency } from './sources/country-to-currency.ts'
import { readIsoCountryCurrency } from './sources/iso-country-currency.ts'

/** One package: its name is also its node's. */
export interface Source {
  readonly name: string
  readonly side: Side
  readonly read: () => Promise<readonly Country[]>
}

/** So divided that either side is sure of Bulgaria's currency, and only together do they learn that they disagree. */
export const SOURCES: readonly Source[] = [
  { name: 'countries-list', side: 'west', read: readCountriesList },
  { name: 'country-codes-list', side: 'west', read: readCountryCodesList },
  { name: 'country-to-currency', side: 'west', read: readCountryToCurrency },
  { name: 'countries-and-timezones', side: 'west', read: readCountriesAndTimezones },
  { name: 'country-locale-map', side: 'east', read: readCountryLocaleMap },
  { name: 'country-data-list', side: 'east', read: readCountryDataList },
  { name: 'iso-country-currency', side: 'east', read: readIsoCountryCurrency },
]

/** What the source called `name` says. Rejects with `MISSING_PEER` and what to install, or with `BAD_INPUT` for an unknown name. */
export async function readSource(name: string): Promise<readonly Country[]> {
  const source = SOURCES.find((one) => one.name === name)
  if (source === undefined) throw new TracordError('BAD_INPUT', `the atlas has no source called ${name}`)
  try {
    return await source.read()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    const install = `npm install ${SOURCES.map((one) => one.name).join(' ')}`
    throw new TracordError('MISSING_PEER', `the atlas reads the package ${name}, which is not installed: ${install}`, { cause })
  }
}
