// Writes the types of the cloud functions from docs/openapi.json, beside the packages. They are not
// checked in, so they cannot be out of date: `npm run check` fails if a page sends or reads what a
// function does not know.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const source = JSON.parse(await readFile(new URL("../../docs/openapi.json", import.meta.url)));
const types = await openapiTS(source, { defaultNonNullable: false });
const folder = new URL("../node_modules/.functions/", import.meta.url);
await mkdir(folder, { recursive: true });
await writeFile(new URL("openapi.d.ts", folder), astToString(types));
