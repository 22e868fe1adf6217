import { createApp } from "vue";
import App from "./App.vue";
import { keepOffline } from "./offline/keep";
import { follow } from "./state/county";
import "./style/tokens.css";
import "./style/base.css";

follow();
createApp(App).mount("#app");
keepOffline();
