import type { Place, Rejection } from "../record-reader.ts";

/** The rejection of a record that is a bare value. */
export function notAnObject(place: Place): Rejection {
  return {
    line: place.line,
    reason: "the record is not a JSON object; one request is one object on one line",
  };
}

/** The rejection of an object that is no record of the file's format. */
export function unlike(place: Place, format: string, wants: string): Rejection {
  return {
    line: place.line,
    reason: `this is no ${format} record (it has no ${wants}); move lines of other formats to files of their own`,
  };
}
