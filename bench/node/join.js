// joinGroup as it is usually written for Node: the AWS SDK v3 with its document client, a session
// token that is checked with a key from Secrets Manager, one conditional update, the answer.
//
//   node join.bundle.js cold EVENT.json          serves one event, prints the answer
//   node join.bundle.js warm EVENTS.json SKIP    serves all, prints the CPU time of a request in µs
//                                                after the first SKIP

import { createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";

const store = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const secrets = new SecretsManagerClient({});
let keys;

async function sessionKeys() {
  if (!keys) {
    const found = await secrets.send(
      new GetSecretValueCommand({ SecretId: process.env.SESSION_SECRET_ID }),
    );
    keys = JSON.parse(found.SecretString);
  }
  return keys;
}

async function session(event) {
  const token = (event.headers.authorization || "").replace(/^Bearer /, "");
  const [version, keyId, payload, signature] = token.split(".");
  const key = (await sessionKeys())[keyId];
  const wanted = createHmac("sha256", key).update(`${version}.${keyId}.${payload}`).digest();
  const got = Buffer.from(signature, "base64url");
  if (wanted.length !== got.length || !timingSafeEqual(wanted, got)) throw new Error("forged");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  if (claims.exp <= Date.now()) throw new Error("expired");
  return claims;
}

const answer = (status, body) => ({
  statusCode: status,
  headers: { "content-type": "application/json; charset=utf-8" },
  body: JSON.stringify(body),
});

export async function handler(event) {
  let claims;
  try {
    claims = await session(event);
  } catch (error) {
    return answer(401, { errCode: "UNAUTHENTICATED" });
  }
  const { groupId } = JSON.parse(event.body);
  if (typeof groupId !== "string" || groupId.length > 64) {
    return answer(400, { errCode: "BAD_REQUEST" });
  }
  const now = Date.now();
  try {
    const { Attributes: group } = await store.send(
      new UpdateCommand({
        TableName: `${process.env.TABLE_PREFIX}groups`,
        Key: { groupId },
        UpdateExpression: "SET seatsLeft = seatsLeft - :one, seats.#me = :seat",
        ConditionExpression:
          "#status = :open AND expiresAt > :now AND price = :free AND seatsLeft >= :one" +
          " AND attribute_not_exists(seats.#me)",
        ExpressionAttributeNames: { "#status": "status", "#me": claims.o },
        ExpressionAttributeValues: {
          ":one": 1,
          ":seat": { state: "PAID", at: now },
          ":open": "OPEN",
          ":now": now,
          ":free": 0,
        },
        ReturnValues: "ALL_NEW",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    const members = Object.entries(group.seats).map(([openid, seat]) => ({
      isMe: openid === claims.o,
      joinedAt: seat.at,
    }));
    console.error(JSON.stringify({ level: "INFO", message: "done" }));
    return answer(200, { groupId, status: group.status, seatsLeft: group.seatsLeft, members });
  } catch (error) {
    if (error.name === "ConditionalCheckFailedException") {
      return answer(409, { errCode: error.Item ? "GROUP_FULL" : "NOT_FOUND" });
    }
    throw error;
  }
}

async function main([kind, file, skip]) {
  const events = JSON.parse(readFileSync(file, "utf8"));
  if (kind === "cold") {
    console.log(JSON.stringify(await handler(events)));
    return;
  }
  let started = process.cpuUsage();
  for (const [n, event] of events.entries()) {
    if (n === Number(skip)) started = process.cpuUsage();
    const { statusCode, body } = await handler(event);
    if (statusCode !== 200) throw new Error(body);
  }
  const { user, system } = process.cpuUsage(started);
  console.log((user + system) / (events.length - Number(skip)));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
