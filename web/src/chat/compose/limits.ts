/** The server's limit (Chat:Messages:MaxLength), counted as it counts: in Unicode code points. */
export const longestMessage = 2000;

/** From here on the composer counts down. */
export const countFrom = 1800;

export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) {
    length++;
  }
  return length;
}
