import "./lib/link";
import { createApp } from "vue";
import "./styles/parts";
import "./styles/page.css";
import App from "./App.vue";
import { router } from "./router";

createApp(App).use(router).mount("#app");
