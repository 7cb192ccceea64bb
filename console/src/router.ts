/** The pages, who may see them, and their place in the menu. */
import { createRouter, createWebHashHistory, type RouteRecordRaw } from "vue-router";
import { ChatDotRound, DataAnalysis, Goods, House, Monitor, Present, RefreshLeft, Setting, ShoppingCart, Tickets, VideoCamera } from "@element-plus/icons-vue";
import type { Component } from "vue";
import type { Role } from "./session";
import type { Key } from "./texts";

export interface Entry {
  path: string;
  title: Key;
  icon: Component;
  roles: Role[];
  page: () => Promise<unknown>;
}

export const MENU: Entry[] = [
  { path: "/today", title: "today.title", icon: House, roles: ["operator"], page: () => import("./pages/Today.vue") },
  { path: "/orders", title: "orders.title", icon: Tickets, roles: ["operator"], page: () => import("./pages/Orders.vue") },
  { path: "/after-sale", title: "after.title", icon: RefreshLeft, roles: ["operator"], page: () => import("./pages/AfterSale.vue") },
  { path: "/goods", title: "goods.title", icon: Goods, roles: ["operator"], page: () => import("./pages/Goods.vue") },
  { path: "/campaigns", title: "campaigns.title", icon: ShoppingCart, roles: ["operator"], page: () => import("./pages/Campaigns.vue") },
  { path: "/live", title: "live.title", icon: VideoCamera, roles: ["operator", "host"], page: () => import("./pages/Live.vue") },
  { path: "/points", title: "points.title", icon: Present, roles: ["operator"], page: () => import("./pages/Points.vue") },
  { path: "/service", title: "service.title", icon: ChatDotRound, roles: ["operator", "agent"], page: () => import("./pages/Service.vue") },
  { path: "/insight", title: "insight.title", icon: DataAnalysis, roles: ["operator"], page: () => import("./pages/Insight.vue") },
  { path: "/settings", title: "settings.title", icon: Setting, roles: ["operator"], page: () => import("./pages/Settings.vue") },
  { path: "/system", title: "system.title", icon: Monitor, roles: ["operator"], page: () => import("./pages/System.vue") },
];

const routes: RouteRecordRaw[] = MENU.map((entry) => ({ path: entry.path, component: entry.page, meta: { roles: entry.roles } }));

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [...routes, { path: "/:rest(.*)*", component: () => import("./pages/Start.vue") }],
});
