/**
 * JavaScript puts an object's fields that are whole numbers before all others, whatever the order they were written
 * in. BSON keeps the order, so in memory such names begin with a null byte, which no name in BSON can have.
 */
const NUMBER = /^(?:0|[1-9]\d{0,9})$/;

/** A field's name as it stands in a `Doc`. */
export function fieldName(text: string): string {
  return isDigit(text.charCodeAt(0)) && NUMBER.test(text) ? `\0${text}` : text;
}

/** A field's name as it was written. */
export function plainName(name: string): string {
  return name.charCodeAt(0) === 0 ? name.slice(1) : name;
}

/** True for a part of a path that can be an array position. */
export function isPosition(name: string): boolean {
  return name.charCodeAt(0) === 0;
}

/** The array position that a part of a path stands for. */
export function positionOf(name: string): number {
  return Number(name.slice(1));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
