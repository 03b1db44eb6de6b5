/** countries-and-timezones: names and time zones. */
import * as codes from '../codes.ts'

/** Reads the package. */
export async function readCountriesAndTimezones(): Promise<readonly codes.Country[]> {
  const { getAllCountries } = await import('countries-and-timezones')
  return codes.countries(
    Object.values(getAllCountries()).map((one) =>
      codes.country(one.id, { name: codes.name(one.name), timezones: one.timezones }),
    ),
  )
}
