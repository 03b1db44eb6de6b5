/** country-to-currency: one currency a country and nothing else. */
import * as codes from '../codes.ts'

/** Reads the package. */
export async function readCountryToCurrency(): Promise<readonly codes.Country[]> {
  const { default: currencyByCode } = await import('country-to-currency')
  return codes.countries(
    Object.entries(currencyByCode).map(([code, currency]) => codes.country(code, { currency: codes.currency(currency) })),
  )
}
