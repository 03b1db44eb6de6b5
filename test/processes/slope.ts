/** Slope: how fast something grows, by least squares, and the standard error of that. */

/** A line through points: how much `y` grows for each `x`, and its standard error; at least three points, not all at one `x`. */
export function slopeOf(points: readonly { readonly x: number; readonly y: number }[]): { readonly slope: number; readonly error: number } {
  const mean = (of: 'x' | 'y'): number => points.reduce((sum, point) => sum + point[of], 0) / points.length
  const [middle, height] = [mean('x'), mean('y')]
  const spread = points.reduce((sum, { x }) => sum + (x - middle) ** 2, 0)
  const slope = points.reduce((sum, { x, y }) => sum + (x - middle) * (y - height), 0) / spread
  const rest = points.reduce((sum, { x, y }) => sum + (y - height - slope * (x - middle)) ** 2, 0)
  return { slope, error: Math.sqrt(rest / (points.length - 2) / spread) }
}
