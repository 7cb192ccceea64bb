// Writes the types of the cloud functions from docs/openapi.json. They are not checked in, so they
// cannot be out of date: `npm run check` fails if a page sends or reads what a function does not know.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const source = JSON.parse(await readFile(new URL("../../docs/openapi.json", import.meta.url)));
const types = await openapiTS(source, { defaultNonNullable: false });
await writeFile(new URL("../src/api/openapi.d.ts", import.meta.url), astToString(types));
