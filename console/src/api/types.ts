/** The input and the result of each cloud function, by its name. */
import type { components, paths } from "functions";

type Posts = { [P in keyof paths]: paths[P] extends { post: infer O } ? O : never };
export type Name = keyof Posts extends infer P ? (P extends `/${infer N}` ? N : never) : never;
type Post<N extends Name> = Posts[`/${N}` & keyof Posts];

export type Input<N extends Name> =
  Post<N> extends { requestBody?: { content: { "application/json": infer I } } } ? I : never;
export type Output<N extends Name> =
  Post<N> extends { responses: { 200: { content: { "application/json": infer O } } } } ? O : never;

export type Schemas = components["schemas"];
