/**
 * An id as one segment of a path. What would change the path instead is refused: `.` and `..` survive every encoding,
 * as URLs are normalised before they are sent.
 */
export function segment(id: string): string {
  if (id === "" || id === "." || id === "..") throw new TypeError(`not an id: ${JSON.stringify(id)}`);
  return encodeURIComponent(id);
}
