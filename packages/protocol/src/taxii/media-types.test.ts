import { describe, expect, it } from "vitest";
import { acceptsTaxii, isTaxiiContent } from "./media-types.ts";

describe("an Accept header", () => {
  it.each([
    "application/taxii+json;version=2.1",
    "application/taxii+json; version=2.1",
    'application/taxii+json;version="2.1"',
    'application/taxii+json;version="2\\.1"',
    "APPLICATION/TAXII+JSON;Version=2.1",
    "application/taxii+json",
    "application/taxii+json;version=2.1,application/stix+json;version=2.1",
    "application/stix+json;version=2.1 , application/taxii+json;version=2.1;q=0.5",
    "application/taxii+json;version=2.0, application/taxii+json;version=2.1;q=0.001",
    "application/*",
    "*/*",
    "text/html;q=0.9, */*;q=0.1",
    "*/*;q=0, application/taxii+json;version=2.1",
    'text/html;a="x,y", application/taxii+json;version=2.1',
    "application/taxii+json;;version=2.1",
    "garbage, application/taxii+json;version=2.1",
  ])("%s is content with TAXII 2.1", (accept) => {
    expect(acceptsTaxii(accept)).toBe(true);
  });

  it.each([
    undefined,
    "",
    ",",
    "application/json",
    "application/xml",
    "text/*",
    "*/json",
    "application/taxii+json;version=2.0",
    "application/taxii+json;version=2.1;q=0",
    "application/taxii+json;version=2.1;q=0, */*",
    "application/taxii+json;version=2.1;q=2",
    "application/taxii+json;version=2.1;q=nan",
    "application/taxii+json;version=",
    "application/taxii+json version=2.1",
    "application/taxii+jsonx",
    "application/vnd.oasis.taxii+json;version=2.0",
    `application/taxii+json;version=2.1${",".repeat(1_000_000)}`,
  ])("%# is not", (accept) => {
    expect(acceptsTaxii(accept)).toBe(false);
  });

  it("of quotation marks and backslashes without end is read in one pass", () => {
    expect(acceptsTaxii(`a/b;c="${'\\"'.repeat(2000)}`)).toBe(false);
    expect(acceptsTaxii('a/b;c="'.repeat(500))).toBe(false);
  });
});

describe("a Content-Type header", () => {
  it.each([
    "application/taxii+json;version=2.1",
    "application/taxii+json",
    "Application/Taxii+Json ; version=2.1",
  ])("%s is TAXII 2.1", (contentType) => {
    expect(isTaxiiContent(contentType)).toBe(true);
  });

  it.each([
    undefined,
    "",
    "*/*",
    "application/*",
    "application/json",
    "application/taxii+json;version=2.0",
    "application/taxii+json;version=2.1, text/html",
  ])("%s is not", (contentType) => {
    expect(isTaxiiContent(contentType)).toBe(false);
  });
});
